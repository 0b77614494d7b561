export async function turn() { return { rows: [], columns: [], goals: [] }; }
