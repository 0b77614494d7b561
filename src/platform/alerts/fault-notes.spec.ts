import { FaultNotes } from './fault-notes.js';

const at = new Date('2026-11-21T08:00:00Z');
const fault = (key: string, title = 'Titre') => ({ key, title, advice: 'Conseil' });

describe('faults that wait to be written', () => {
  it('are counted by their key, with the words of the last one', () => {
    const notes = new FaultNotes();
    notes.add(fault('meta.131026', 'avant'), at);
    notes.add(fault('meta.131026', 'après'), at, 2);
    notes.add(fault('meta.131047'), at);
    expect(notes.take()).toEqual([
      { fault: fault('meta.131026', 'après'), count: 3, lastAt: at },
      { fault: fault('meta.131047'), count: 1, lastAt: at },
    ]);
    expect(notes.take()).toEqual([]);
  });

  it('take bounded room, whatever their keys are made of', () => {
    const notes = new FaultNotes();
    for (let n = 0; n < 10_000; n += 1) notes.add(fault(`stranger.${n}`), at);
    const taken = notes.take();
    expect(taken).toHaveLength(501);
    expect(taken.at(-1)).toMatchObject({ fault: { key: 'alerts.overflow' }, count: 9_500 });
  });
});
