import { plainText } from './plain-text.js';

describe('a description', () => {
  it.each([
    ['<p>Savon <b>doux</b></p><p>Pour tous&nbsp;!</p>', 'Savon doux\n\nPour tous !'],
    ['Une ligne<br/>une autre<BR>encore', 'Une ligne\nune autre\nencore'],
    ['<ul>\n<li>Léger</li>\n<li class="x">Solide</li></ul>', '• Léger\n• Solide'],
    ['<div>Caf&eacute; &amp; th&#233; &lt;bio&gt; l&#x2019;eau</div>', 'Café & thé <bio> l’eau'],
    ['<p>A</p><script>alert("x")</script><style>p { color: red }</style><!-- note --><p>B</p>', 'A\n\nB'],
    ['<p>l&#146;eau&#0;&#127;&#129; &#99999999;&#x110000;</p>', 'l’eau &#99999999;'],
    ['<p></p>', ''],
  ])('%j is read as %j', (given, read) => expect(plainText(given)).toBe(read));

  it.each(['Taille < 3 m et > 1 m', 'a<b>c', 'R&D &amp; co', ' deux  espaces\n\n\nlignes ', '&bizarre;', ''])(
    '%j, which is no HTML, stays as it is',
    (given) => expect(plainText(given)).toBe(given),
  );

  it('that is long is read to its end, even where nothing in it is closed', () => {
    const long = `<p>Savon</p>${'<script <!-- <a '.repeat(12_000)}`;
    expect(plainText(long)).toMatch(/^Savon/);
  });
});
