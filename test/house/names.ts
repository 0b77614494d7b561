/** What docs/house.md says about the names of files. */

const ROLES =
  'module contract port service repository entity dto controller job cli guard errors health fake spec'.split(
    ' ',
  );
const PROVIDER_ROLES = 'client channel gateway source issuer webhook wire translate signature'.split(' ');
const NOT_USED =
  'utils util helpers helper common shared misc base manager processor impl index types interfaces'.split(
    ' ',
  );

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What is wrong with the name of a file, by law. */
export function nameSins(path: string): { law: string; what: string }[] {
  const folders = path.split('/');
  const file = (folders.pop() ?? '').replace(/\.[cm]?[jt]sx?$/, '');
  const [noun = '', ...roles] = file.split('.');
  const words = [...folders.slice(1), file].flatMap((name) => name.split(/[-.]/));
  const sins = words
    .filter((word) => NOT_USED.includes(word))
    .map((word) => ({ law: 'forbidden-name', what: `« ${word} »: the line has no room yet` }));
  if (path.startsWith('src/')) {
    const known = path.startsWith('src/providers/') ? [...ROLES, ...PROVIDER_ROLES] : ROLES;
    const [role, test, ...more] = roles;
    if (role !== undefined && !known.includes(role))
      sins.push({ law: 'role-list', what: `no role « ${role} »` });
    if ((test !== undefined && test !== 'spec') || more.length > 0)
      sins.push({ law: 'role-list', what: 'more than one role' });
    if (!KEBAB.test(noun)) sins.push({ law: 'kebab-case', what: `« ${noun} »` });
  }
  return sins;
}
