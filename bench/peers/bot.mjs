// A quick bot: takes a message, advances the conversation, sends the reply. Without DATABASE_URL everything lives in memory; with it,
// inbox, state and outbox are each committed in groups before the next step. States are cached: one process, nothing encrypted,
// no limits, no retries, no delivery states.
import { v7 as uuid } from 'uuid';
import { openBotStore } from './bot-stores.mjs';
import { advance, beginning } from './dialogue.mjs';
import { openDoor } from './door.mjs';
import { graphClient } from './graph.mjs';
import { grouped } from './group.mjs';

const { APP_SECRET: secret, DATABASE_URL: url, GRAPH_BASE_URL: graph } = process.env;
const send = graphClient(graph, '100000000000001');
const states = new Map();
const { receive, answer, settle } = url === undefined ? inMemory() : await durable();

openDoor({
  secret,
  async keep(messages) {
    for (const message of messages) await receive(message);
    // Meta is answered first; the conversation goes on by itself.
    for (const message of messages) void take(message);
  },
});

async function take(message) {
  const { state, reply: text } = advance(states.get(message.from) ?? beginning, message.text);
  states.set(message.from, state);
  const reply = { id: uuid(), text };
  await answer({ message, state, reply });
  const providerId = await send(message.from, text, reply.id);
  await settle({ id: reply.id, providerId });
}

async function durable() {
  const store = await openBotStore(url);
  return {
    receive: grouped(store.width, store.receive),
    answer: grouped(store.width, store.answer),
    settle: grouped(store.width, store.settle),
  };
}

function inMemory() {
  const nothing = async () => {};
  return { receive: nothing, answer: nothing, settle: nothing };
}
