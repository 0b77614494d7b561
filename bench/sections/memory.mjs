export async function memory() { return { rows: [], columns: [], goals: [] }; }
