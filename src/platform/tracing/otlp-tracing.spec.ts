import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OtlpTracing } from './otlp-tracing.js';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code: number };
}

const START = Date.UTC(2026, 10, 21);
const MESSAGE = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

describe('the way of a message, as a collector receives it', () => {
  const spans: Span[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as {
          resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
        };
        spans.push(...body.resourceSpans.flatMap((each) => each.scopeSpans).flatMap((each) => each.spans));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => void (spans.length = 0));
  afterAll(() => void server.close());

  it('is one trace, though its steps happen in two processes', async () => {
    const [web, worker] = [new OtlpTracing(url), new OtlpTracing(url)];
    web.record({ step: 'receive', messageId: MESSAGE, from: START + 0, to: START + 2 });
    worker.record({ step: 'turn', messageId: MESSAGE, from: START + 3, to: START + 10 });
    worker.record({ step: 'send', messageId: MESSAGE, from: START + 12, to: START + 200, failed: true });
    worker.record({ step: 'send', messageId: MESSAGE, from: START + 12, to: START + 300 });
    await Promise.all([web.onApplicationShutdown(), worker.onApplicationShutdown()]);
    const [receive, turn, send, again] = spans.toSorted((a, b) =>
      `${a.startTimeUnixNano} ${a.endTimeUnixNano}`.localeCompare(
        `${b.startTimeUnixNano} ${b.endTimeUnixNano}`,
      ),
    );
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([MESSAGE.replaceAll('-', '')]));
    expect(receive).toMatchObject({ name: 'whatsapp.receive' });
    expect(turn).toMatchObject({ name: 'conversations.turn', parentSpanId: receive?.spanId });
    expect(send).toMatchObject({ name: 'whatsapp.send', parentSpanId: turn?.spanId, status: { code: 2 } });
    expect(again).toMatchObject({ name: 'whatsapp.send', parentSpanId: turn?.spanId });
    expect(again?.spanId).not.toBe(send?.spanId);
  });

  it('harms nothing when nobody listens', async () => {
    const tracing = new OtlpTracing('http://127.0.0.1:9');
    tracing.record({ step: 'receive', messageId: MESSAGE, from: START, to: START + 1 });
    await expect(tracing.onApplicationShutdown()).resolves.toBeUndefined();
  });
});
