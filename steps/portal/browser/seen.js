// The page's address and its words: the notice of what was done, the mistake in the whole, and those beside fields.
const text = (element) => element?.textContent.replace(/\s+/g, " ").trim();
const said = {};
const notice = text(document.querySelector("main [role=status]"));
if (notice) said.notice = notice;
const alert = text(document.querySelector("main [role=alert]"));
if (alert) said.alert = alert;
const faults = {};
for (const fault of document.querySelectorAll("main .fault[id$='-fault']")) {
  const control = document.getElementById(fault.id.slice(0, -"-fault".length));
  const label = text(control?.labels?.[0]);
  const isTold = control?.getAttribute("aria-describedby")?.split(" ").includes(fault.id);
  faults[label ?? fault.id] = isTold ? text(fault) : `${text(fault)} (the control does not point to it)`;
}
if (Object.keys(faults).length > 0) said.faults = faults;
const typed = {};
for (const control of document.querySelectorAll("main [aria-invalid=true]")) typed[text(control.labels?.[0])] = control.value;
if (Object.keys(typed).length > 0) said.typed = typed;
return { address: location.href, said };
