import { createHash } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Tracer } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace-node';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { type Step, type TracedStep, Tracing } from './tracing.js';

interface Ids {
  trace: string;
  span: string;
}

type Api = typeof import('@opentelemetry/api');

interface Loaded {
  api: Api;
  tracer: Tracer;
  shutdown(): Promise<void>;
}

/** Which step each one follows. A reply is sent after the turn that wrote it. */
const PARENT: Record<Step, Step | null> = { receive: null, turn: 'receive', send: 'turn' };
const NAME: Record<Step, string> = {
  receive: 'whatsapp.receive',
  turn: 'conversations.turn',
  send: 'whatsapp.send',
};
/** Steps that come before the libraries are loaded. */
const MOST_WAITING = 1_000;

/** Sends steps to an OTLP collector, in batches, in the background. The libraries are loaded only then. */
export class OtlpTracing extends Tracing implements OnApplicationShutdown {
  readonly isOn = true;
  private readonly log = new Logger('Tracing');
  private readonly ids = new NamedIds();
  private loaded: Loaded | null = null;
  private waiting: TracedStep[] = [];
  private readonly loading: Promise<void>;

  /** @param endpoint the collector's address, to which `/v1/traces` is added */
  constructor(endpoint: string) {
    super();
    this.loading = this.load(endpoint).catch((error: unknown) =>
      this.log.error(`traces are not sent: ${redact(messageOf(error))}`),
    );
  }

  record(step: TracedStep): void {
    if (this.loaded !== null) this.pass(step, this.loaded);
    else if (this.waiting.length < MOST_WAITING) this.waiting.push(step);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loading;
    await this.loaded?.shutdown().catch(() => undefined);
  }

  private pass({ step, messageId, from, to, attributes, failed }: TracedStep, { api, tracer }: Loaded): void {
    const ids = idsOf(messageId, step);
    const parent = PARENT[step];
    const above =
      parent === null
        ? api.ROOT_CONTEXT
        : api.trace.setSpanContext(api.ROOT_CONTEXT, {
            traceId: ids.trace,
            spanId: idsOf(messageId, parent).span,
            traceFlags: api.TraceFlags.SAMPLED,
            isRemote: true,
          });
    this.ids.next = ids;
    const span = tracer.startSpan(NAME[step], { startTime: from, attributes }, above);
    if (failed === true) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end(to);
  }

  private async load(endpoint: string): Promise<void> {
    const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    const provider = new sdk.NodeTracerProvider({
      idGenerator: this.ids,
      resource: resourceFromAttributes({ 'service.name': 'relais' }),
      spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
    });
    this.loaded = { api, tracer: provider.getTracer('relais'), shutdown: () => provider.shutdown() };
    for (const step of this.waiting) this.pass(step, this.loaded);
    this.waiting = [];
  }
}

/** Gives each span the name that was made for it. A reply of several messages has several spans: only the first has that name. */
class NamedIds implements IdGenerator {
  next: Ids = { trace: '', span: '' };
  private readonly used = new Set<string>();

  generateTraceId = (): string => this.next.trace;

  generateSpanId = (): string => {
    const { span } = this.next;
    if (!this.used.has(span)) {
      this.used.add(span);
      if (this.used.size > MOST_WAITING) this.used.clear();
      return span;
    }
    return createHash('sha256').update(`${span} ${process.hrtime.bigint()}`).digest('hex').slice(0, 16);
  };
}

function idsOf(messageId: string, step: Step): Ids {
  const span = createHash('sha256').update(`${step} ${messageId}`).digest('hex').slice(0, 16);
  return { trace: messageId.replaceAll('-', ''), span };
}
