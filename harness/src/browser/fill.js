// Fills in a form: `arguments` are the form's selector and pairs of a control's name and what it gets,
// a text or the list of the values that are ticked.
const [selector, entries] = arguments;
const form = [...document.querySelectorAll(selector)].find((one) => one.tagName === "FORM");
if (!form) return { missing: `form ${selector}` };

for (const fold of form.querySelectorAll("details:not([open])")) fold.open = true;
for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;

const changed = (control) => {
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
};

for (const [name, entry] of entries) {
  const all = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
  const controls = all.filter((one) => one.checkVisibility());
  if (controls.length === 0) return { missing: `control ${name} to be seen in ${selector}` };
  const [first] = controls;
  if (Array.isArray(entry)) {
    const known = controls.map((one) => one.value);
    const unknown = entry.find((value) => !known.includes(value));
    if (unknown !== undefined) return { missing: `choice ${unknown} of ${name}` };
    for (const one of controls) if (one.checked !== entry.includes(one.value)) one.click();
  } else if (first.type === "radio") {
    const one = controls.find((choice) => choice.value === entry);
    if (!one) return { missing: `choice ${entry} of ${name}` };
    one.click();
  } else if (first.type === "checkbox") {
    if (first.checked !== (entry === "on")) first.click();
  } else {
    first.focus();
    first.value = entry;
    if (first.tagName === "SELECT" && first.value !== entry) return { missing: `choice ${entry} of ${name}` };
    changed(first);
  }
}
const objecting = form.noValidate ? [] : [...form.elements].filter((one) => one.willValidate && !one.validity.valid);
return { objections: objecting.map((one) => [one.name, one.validationMessage]) };
