/** What a start says: where everything is, and the first key, this one time. */
export function welcome(found: { address: string; phone: string | null; firstKey: string | null }): string {
  const lines = ['', 'Relais est prêt.', '', `  Console                 ${found.address}/`];
  if (found.phone !== null) lines.push(`  Téléphone (simulateur)  ${found.phone}/`);
  lines.push(
    `  Interface (Swagger)     ${found.address}/docs`,
    `  Santé                   ${found.address}/health/ready`,
  );
  if (found.firstKey !== null) {
    lines.push('', '  Première clé d’administration, affichée cette seule fois :', `  ${found.firstKey}`);
  }
  return `${lines.join('\n')}\n\n`;
}
