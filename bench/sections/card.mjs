export async function card() { return { rows: [], columns: [], goals: [] }; }
