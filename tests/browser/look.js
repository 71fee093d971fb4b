// What is asked of an open page. Runs in the page before its own scripts, after axe.
window.look = (() => {
  const plain = ["class", "role", "type", "scope", "tabindex", "lang", "autocomplete", "aria-sort", "aria-live"];
  const refers = ["for", "list", "aria-labelledby", "aria-describedby", "aria-controls", "headers"];
  const leads = (ids) => ids.split(" ").every((id) => document.getElementById(id));
  const of = (name, value) => plain.includes(name) ? value : refers.includes(name) ? leads(value) : value !== "";
  const told = ({ name, value }) => `${name}=${of(name, value)}`;
  const matters = ({ name }) => !name.startsWith("data-") && name !== "aria-current" && name !== "checked";
  const words = (part) => [...part.attributes].filter(matters).map(told).sort();
  const own = (part) => [part.tagName, part.labels?.length > 0, ...words(part)].join(" ");
  const speaks = (part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const inside = (part) => part.tagName === "svg" ? [] : [...part.children];
  const number = (text) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);

  const wider = () => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("main *")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 3).map((part) => "wider than a phone: " + part.outerHTML.slice(0, 160));

  const hidden = () => {
    const shows = (part, there) => there && (part.contains(there) || there.contains(part)
      || there.closest("label")?.contains(part) || there.closest("label")?.control === part);
    const hides = (part) => {
      part.focus();
      if (document.activeElement !== part) return false;
      return ![...part.getClientRects()].some(({ left, right, top, bottom }) => [0.1, 0.5, 0.9].some((share) =>
        shows(part, document.elementFromPoint((left + right) / 2, top + (bottom - top) * share))));
    };
    const parts = [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")];
    const found = parts.filter((part) => part.checkVisibility() && hides(part)).slice(0, 3);
    scrollTo(0, 0);
    return found.map((part) => "focused, and hidden on a phone: " + part.outerHTML.slice(0, 160));
  };

  // A part is known by its elements, their classes, roles and the like, by what lies in it and by what it lies in;
  // words themselves do not count, nor how often one kind of row follows another.
  const mark = (shapes) => {
    const known = new Set(shapes), fresh = [], shapeOf = new Map();
    const shape = (part) => {
      const its = new Set(inside(part).map(shape));
      shapeOf.set(part, number(`<${own(part)} ${speaks(part)} ${[...its].join()}>`));
      return shapeOf.get(part);
    };
    const look = (part, above) => {
      const here = number(`${above} ${shapeOf.get(part)}`);
      if (known.has(here)) {
        part.dataset.known = "";
        return;
      }
      known.add(here);
      fresh.push(here);
      const chain = number(`${above} ${own(part)}`);
      inside(part).forEach((child) => look(child, chain));
    };
    shape(document.body);
    look(document.body, "");
    return fresh;
  };

  // What is built as before was seen in its colours. Where parts lie loose above each other, the ground is told by
  // classes too.
  const grounds = (known) => {
    const fresh = [];
    const look = (part, above, mixed) => {
      if ("known" in part.dataset || !part.checkVisibility()) return;
      const style = getComputedStyle(part);
      const drawn = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
      const loose = [...part.children].some((child) => getComputedStyle(child).position === "absolute");
      const over = mixed || (loose && part !== document.body);
      const clear = !over && drawn.join() === "rgba(0, 0, 0, 0),none,1,none,normal";
      const ground = clear ? above : number([above, ...drawn, over ? own(part) : ""].join());
      if (speaks(part) || part.matches("input, select, textarea, button")) {
        const around = part.closest("a")?.parentElement;
        const beside = around && [getComputedStyle(around).color, speaks(around), style.textDecorationLine,
          style.borderBottom, style.fontWeight];
        const size = parseFloat(style.fontSize), large = size >= (style.fontWeight >= 700 ? 18.66 : 24);
        const key = number([ground, style.color, large, style.textShadow, part.matches(":disabled"), beside].join());
        if (!known.has(key)) {
          known.add(key);
          fresh.push(key);
          part.dataset.fresh = "";
        }
      }
      inside(part).forEach((child) => look(child, ground, over));
    };
    document.querySelectorAll("[data-fresh]").forEach((left) => delete left.dataset.fresh);
    look(document.body, 0, false);
    return fresh;
  };

  const axeFinds = async (where, asked) => {
    const { violations } = await axe.run(where, { reporter: "no-passes", preload: false, ...asked });
    return violations.map((found) =>
      `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  };
  const rules = (values) => ({ runOnly: { type: "rule", values } });

  return {
    phone: ([shapes]) => {
      const told = wider(), fresh = mark(shapes);
      if (fresh.length) told.push(...hidden());
      return [told, fresh, document.documentElement.scrollHeight];
    },
    layout: (layout) => axeFinds({ exclude: ["[data-known]"] }, rules(layout)),
    desk: async ([tags, whole, colours]) => [
      ...await axeFinds({ exclude: ["[data-known]"] },
        { runOnly: tags, rules: Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])) }),
      ...await axeFinds(document, rules(whole)),
    ],
    colours: async ([colours, seen]) => { // of a page that `phone` has marked
      const known = new Set(seen), found = [], fresh = [];
      for (const theme of ["light", "dark"]) {
        document.documentElement.dataset.theme = theme;
        const its = grounds(known);
        if (its.length)
          for (const told of await axeFinds({ include: ["[data-fresh]"] }, rules(colours))) found.push(`${theme} ${told}`);
        fresh.push(...its);
      }
      return [found, fresh];
    },
  };
})();
