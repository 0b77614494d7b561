/** What is wrong with a page for those who do not see it, or do not use a mouse. Empty where all is well. */
export async function hindrancesOn(page) {
  return page.evaluate(() => {
    const found = [];
    const all = (selector) => [...document.querySelectorAll(selector)];
    const isShown = (element) => element.getClientRects().length > 0;
    const tell = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
    const textOf = (ids) =>
      ids
        .split(/\s+/)
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ');
    const nameOf = (element) => {
      const labelled = element.getAttribute('aria-labelledby');
      const labels = 'labels' in element ? [...(element.labels ?? [])] : [];
      return [
        element.getAttribute('aria-label') ?? '',
        labelled === null ? '' : textOf(labelled),
        labels.map((label) => label.textContent).join(' '),
        element.textContent,
        element.title,
      ]
        .join(' ')
        .trim();
    };
    for (const element of all('button, a[href], input:not([type=hidden]), select, textarea, [role=img]'))
      if (isShown(element) && nameOf(element) === '') tell('no name', element);
    for (const element of all('label, button').filter(isShown))
      if (element.textContent !== '' && element.offsetHeight < 12) tell('squashed', element);
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls'])
      for (const element of all(`[${attribute}]`).filter(isShown))
        if (attribute !== 'aria-controls' && textOf(element.getAttribute(attribute) ?? '').trim() === '')
          tell(`${attribute} leads nowhere`, element);
    const ids = all('[id]').map(({ id }) => id);
    for (const id of ids.filter((each, n) => ids.indexOf(each) !== n)) found.push(`the id ${id} twice`);
    for (const landmark of ['main', 'header'])
      if (all(landmark).length !== 1) found.push(`${all(landmark).length} × ${landmark}`);
    if (all('h1').filter(isShown).length !== 1) found.push('not one h1');
    const levels = all('h1, h2, h3, h4')
      .filter(isShown)
      .map(({ tagName }) => Number(tagName.charAt(1)));
    for (const [n, level] of levels.entries())
      if (n > 0 && level > (levels[n - 1] ?? 0) + 1) found.push(`h${level} after h${levels[n - 1]}`);
    for (const element of all('[tabindex]')) if (element.tabIndex > 0) tell('tabindex above 0', element);
    for (const list of all('ul'))
      for (const child of list.children) if (child.tagName !== 'LI') tell('no li', child);
    if (!['fr', 'en'].includes(document.documentElement.lang)) found.push('no language');
    return found;
  });
}

/** Texts that are too pale for their ground (4.5 : 1; large ones 3 : 1). */
export async function paleTextsOn(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = (css) => {
      if (canvas === null) return [0, 0, 0, 1];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a], [r2, g2, b2]) => [
      r * a + r2 * (1 - a),
      g * a + g2 * (1 - a),
      b * a + b2 * (1 - a),
      1,
    ];
    const ground = (element) => {
      if (element === null) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] >= 0.999 ? own : over(own, ground(element.parentElement));
    };
    const light = ([r, g, b]) => {
      const part = (value) =>
        value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const pale = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (element === null || text === '' || element.closest('script, style, noscript, .unseen, :disabled'))
        continue;
      if (element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const behind = ground(element);
      const [a, b] = [light(over(read(style.color), behind)), light(behind)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (isLarge ? 3 : 4.5)) pale.push(`${contrast.toFixed(2)} « ${text.slice(0, 40)} »`);
    }
    return pale;
  });
}

/** How many pixels stand out at the right. */
export async function overhangOf(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
