// SPDX-License-Identifier: Apache-2.0

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 *
 * Text becomes text nodes and nothing else, so that data can never become markup.
 *
 * @param {string} tag
 * @param {object} attributes `class`, `data-…` and the like; undefined and null ones are left out
 * @param {(Node | string | null)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) {
      node.setAttribute(name, String(value));
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A drawing from the page's own set, of no meaning to those who listen. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}
