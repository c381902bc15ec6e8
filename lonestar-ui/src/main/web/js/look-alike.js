/** Names that pretend to be the host's own. */

/** What only Atek itself is called. */
const OURS = new Set(['system', 'atek', 'atekcloud', 'atekdb', 'adb', 'host', 'lonestar', 'settings', 'admin', 'administrator', 'security']);

/** Letters that look like others, as https://www.unicode.org/reports/tr39/ tells of them; those that names of ours have. */
const LOOKS = {
  а: 'a', α: 'a', ɑ: 'a', ъ: 'b', ь: 'b', с: 'c', ϲ: 'c', ԁ: 'd', ɗ: 'd', е: 'e', ε: 'e', ҽ: 'e', ɡ: 'g', ց: 'g', һ: 'h', η: 'n',
  і: 'i', ι: 'i', ı: 'i', ӏ: 'l', ј: 'j', κ: 'k', к: 'k', ḷ: 'l', м: 'm', п: 'n', ո: 'n', о: 'o', ο: 'o', օ: 'o', σ: 'o', р: 'p',
  ρ: 'p', г: 'r', ѕ: 's', ꜱ: 's', ʂ: 's', т: 't', τ: 't', υ: 'u', ս: 'u', ν: 'v', ѵ: 'v', х: 'x', χ: 'x', у: 'y', γ: 'y', ү: 'y',
  0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '|': 'l', '!': 'i',
};

/** Both of these are drawn as one upright line. */
const STROKES = /[il]/g;

/** Whether a person could take this name for one of Atek's own. */
export function posesAsOurs(name) {
  const seen = drawn(name);
  return [...OURS].some((one) => drawn(one) === seen);
}

function drawn(name) {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const letters = [...plain].map((c) => LOOKS[c] ?? c).join('');
  return letters.replace(/[^\p{L}\p{N}]/gu, '').replace(STROKES, 'l').replace(/rn/g, 'm').replace(/vv/g, 'w');
}
