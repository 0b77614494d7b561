/** Group commit in its shortest form: what arrives while a write is under way goes into the next one together. */
export function grouped(width, write) {
  let waiting = [];
  let underWay = 0;
  const pump = () => {
    if (underWay >= width || waiting.length === 0) return;
    const group = waiting;
    waiting = [];
    underWay += 1;
    write(group.map(({ item }) => item))
      .then(
        () => group.forEach(({ resolve }) => resolve()),
        (error) => group.forEach(({ reject }) => reject(error)),
      )
      .finally(() => {
        underWay -= 1;
        pump();
      });
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length === 1) setImmediate(pump);
    });
}
