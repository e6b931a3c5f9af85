/// The page's script: search, filters and order, which the address keeps behind its `#`.
enum HTMLScript {
  static let text = """
    "use strict";
    (() => {
      document.documentElement.classList.add("js");
      const list = document.getElementById("findings");
      if (!list) return;
      const closed = [];
      addEventListener("beforeprint", () => {
        for (const one of list.children) if (!one.open && !one.hidden) { one.open = true; closed.push(one); }
      });
      addEventListener("afterprint", () => { for (const one of closed.splice(0)) one.open = false; });
      if (!document.getElementById("filters")) {
        for (const button of document.querySelectorAll("[data-filter]")) button.disabled = true;
        return;
      }
      const byId = (id) => document.getElementById(id);
      const findings = [...list.children];
      const severities = ["critical", "high", "medium", "low"];
      const selects = [...document.querySelectorAll("[data-select]")];
      const buttons = [...document.querySelectorAll("[data-filter]")];
      const rules = [...document.querySelectorAll("[data-rule]:not(details)")];
      const query = byId("query"), order = byId("order");
      const texts = new Map();
      const textOf = (finding) => {
        if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
        return texts.get(finding);
      };
      const compare = {
        place: (a, b) => a.dataset.place < b.dataset.place ? -1 : a.dataset.place > b.dataset.place ? 1 : 0,
        newest: (a, b) => a.dataset.day > b.dataset.day ? -1 : a.dataset.day < b.dataset.day ? 1 : 0,
        oldest: (a, b) => (a.dataset.day || "~") < (b.dataset.day || "~") ? -1
          : (a.dataset.day || "~") > (b.dataset.day || "~") ? 1 : 0,
      };
      const places = new Map(findings.map((finding, index) => [finding, index]));
      compare.severity = (a, b) => places.get(a) - places.get(b);
      let sorted = "severity";

      const apply = () => {
        const wanted = selects.filter((select) => select.value)
          .map((select) => [select.dataset.select, select.value]);
        const words = query.value.toLowerCase().split(/\\s+/).filter(Boolean);
        let count = 0;
        const used = new Set();
        for (const finding of findings) {
          const fits = wanted.every(([name, value]) => (finding.dataset[name] || "").split("\\n").includes(value))
            && words.every((word) => textOf(finding).includes(word));
          finding.hidden = !fits;
          if (fits) { count += 1; used.add(finding.dataset.rule); }
        }
        for (const rule of rules) rule.hidden = !used.has(rule.dataset.rule);
        byId("shown").textContent = count === findings.length
          ? (count === 1 ? "1 finding" : `${count} findings`)
          : `${count} of ${findings.length} findings`;
        byId("none").hidden = count > 0;
        for (const button of buttons) {
          const chosen = wanted.some(([name, value]) =>
            name === button.dataset.filter && value === button.dataset.value);
          button.setAttribute("aria-pressed", String(chosen));
        }
        if (sorted !== order.value) {
          sorted = order.value;
          const all = [...findings].sort(compare[sorted]);
          list.append(...all);
        }
      };

      const remember = () => {
        const state = new URLSearchParams();
        for (const select of selects) if (select.value) state.set(select.dataset.select, select.value);
        if (query.value) state.set("q", query.value);
        if (order.value !== "severity") state.set("order", order.value);
        const text = state.toString();
        try { history.replaceState(null, "", text ? `#${text}` : "#"); } catch { /* no history here */ }
      };

      const recall = () => {
        const fragment = location.hash.slice(1);
        const target = fragment && !fragment.includes("=") && byId(fragment);
        if (target) {
          if (target.tagName === "DETAILS") target.open = true;
          return;
        }
        const state = new URLSearchParams(fragment);
        for (const select of selects) {
          const value = state.get(select.dataset.select) || "";
          select.value = [...select.options].some((option) => option.value === value) ? value : "";
        }
        query.value = state.get("q") || "";
        order.value = compare[state.get("order")] ? state.get("order") : "severity";
      };

      const changed = () => { apply(); remember(); };
      let timer;
      query.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(changed, 120); });
      for (const select of [...selects, order]) select.addEventListener("change", changed);
      for (const button of buttons) button.addEventListener("click", () => {
        const select = selects.find((one) => one.dataset.select === button.dataset.filter);
        if (!select) return;
        select.value = select.value === button.dataset.value ? "" : button.dataset.value;
        changed();
      });
      byId("filters").addEventListener("submit", (event) => event.preventDefault());
      byId("reset").addEventListener("click", () => {
        for (const select of selects) select.value = "";
        query.value = "";
        order.value = "severity";
        changed();
      });
      const open = (isOpen) => { for (const finding of findings) if (!finding.hidden) finding.open = isOpen; };
      byId("open").addEventListener("click", () => open(true));
      byId("close").addEventListener("click", () => open(false));
      addEventListener("hashchange", () => { recall(); apply(); });
      recall();
      apply();
    })();
    """
}
