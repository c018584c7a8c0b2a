// The violations that axe-core finds on the page as it is shown now, one sentence each; null if it is not in the page yet. `arguments`
// name the rules.
// Frames hold files of strangers and are not looked into; style sheets are read from the page and not fetched again.
if (typeof axe !== "object") return null;
const contrast = "color-contrast";
const chosen = {
  All: {},
  Contrast: { runOnly: [contrast] },
  AllButContrast: { rules: { [contrast]: { enabled: false } } },
}[arguments[0]];
return axe.run(document, { ...chosen, resultTypes: ["violations"], iframes: false, preload: false }).then(({ violations }) =>
  violations.map(({ id, help, nodes }) => {
    const why = (nodes[0].any[0] ?? nodes[0].all[0] ?? nodes[0].none[0])?.message ?? "";
    return `${help} (${id}), broken by ${nodes.length}: ${nodes[0].target.join(" ")}: ${why}`;
  }),
);
