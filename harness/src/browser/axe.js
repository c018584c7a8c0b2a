// The violations that axe-core finds on the page as it is shown now, one sentence each; `arguments` say if contrast is judged.
// Frames hold files of strangers and are not looked into; style sheets are read from the page and not fetched again.
const rules = { "color-contrast": { enabled: arguments[0] } };
return axe.run(document, { rules, resultTypes: ["violations"], iframes: false, preload: false }).then(({ violations }) =>
  violations.map(({ id, help, nodes }) => {
    const why = (nodes[0].any[0] ?? nodes[0].all[0] ?? nodes[0].none[0])?.message ?? "";
    return `${help} (${id}), broken by ${nodes.length}: ${nodes[0].target.join(" ")}: ${why}`;
  }),
);
