export async function start() { return { rows: [], columns: [], goals: [] }; }
