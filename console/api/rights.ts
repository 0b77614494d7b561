/** Whether these permissions hold this one; `*` stands for every room or every verb. */
export function may(permissions: readonly string[], wanted: string): boolean {
  const [room, verb] = wanted.split(':');
  return permissions.some((each) => {
    const [grantedRoom, grantedVerb] = each.split(':');
    return (grantedRoom === '*' || grantedRoom === room) && (grantedVerb === '*' || grantedVerb === verb);
  });
}
