// Elements of the page. Text that comes from files or from the target is shown as text, never as markup.

export const find = (id) => document.getElementById(id);

// An element with attributes, listeners (`onclick`) and children; those that are null or undefined are left out.
export const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

export const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
