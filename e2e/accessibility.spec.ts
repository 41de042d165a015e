import { expect, type Page, test } from "playwright/test";
import { expectNoViolation, lookAs, looks, openWhole } from "./support/accessibility";
import { api } from "./support/standby";

for (const look of looks) {
  test(`no screen breaks an accessibility rule, ${look.name}`, async ({ page, browser }) => {
    test.setTimeout(120_000);
    await lookAs(page, look);
    for (const [screen, path] of await screens(page)) {
      await openWhole(page, path);
      await expect(page.locator("html")).toHaveAttribute("data-theme", look.theme);
      await expectNoViolation(page, `${screen}, ${look.name}`);
    }
    const { baseURL } = test.info().project.use;
    const stranger = await browser.newContext({
      storageState: { cookies: [], origins: [] },
      ...(baseURL ? { baseURL } : {}),
    });
    const door = await stranger.newPage();
    await lookAs(door, look);
    await door.goto("/sign-in");
    await expectNoViolation(door, `sign-in, ${look.name}`);
    await stranger.close();
  });
}

test("no screen scrolls sideways at 320 px", async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [screen, path] of await screens(page)) {
    await openWhole(page, path);
    const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
    expect.soft(width, screen).toBeLessThanOrEqual(320);
  }
});

test("the bar at the foot of a phone never lies over the end of a page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [screen, path] of await screens(page)) {
    await openWhole(page, path);
    // Scrolled and measured in one step, and again: a card that comes late makes the page longer than it was.
    const overlap = () =>
      page.evaluate(() => {
        window.scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
        const bar = document.querySelector(".phone-nav");
        const ends = [...document.querySelectorAll("#content *")]
          .filter((element) => element.checkVisibility() && element.childElementCount === 0)
          .filter((element) => element.closest("[style*=fixed], .drawer, [role=dialog]") === null)
          .map((element) => element.getBoundingClientRect().bottom);
        return bar ? Math.max(0, ...ends) - bar.getBoundingClientRect().top : 0;
      });
    await expect.poll(overlap, { message: screen, timeout: 5000 }).toBeLessThanOrEqual(0);
  }
});

/** Every screen of one who is signed in, with something on it. */
async function screens(page: Page): Promise<readonly (readonly [string, string])[]> {
  const [{ items: operations }, plan, asks, { items: found }] = await Promise.all([
    api(page, "listOperations", { query: { limit: 1 } }),
    api(page, "createPlan", { body: { action: "pause", scope: { groups: ["dev"] } } }),
    api(page, "createPlan", { body: { action: "pause", scope: { groups: ["prod"] }, includeProtected: true } }),
    api(page, "listResources", { query: { group: "dev", q: "catalog-db", limit: 1 } }),
  ]);
  const operation = operations[0]?.id ?? (await onePause(page));
  return [
    ["overview", "/"],
    ["resources", "/resources?group=dev,staging&not=tag:Owner%3Dvendor"],
    ["a resource", `/resources?group=dev&id=${found[0]?.id ?? ""}`],
    ["a plan", `/plans/${plan.id}`],
    ["a plan for a second person", `/plans/${asks.id}`],
    ["an operation", `/operations/${operation}`],
    ["operations", "/operations"],
    ["costs", "/costs"],
    ["what runs now", "/costs/now"],
    ["recommendations", "/recommendations"],
    ["groups", "/groups"],
    ["accounts", "/accounts"],
    ["settings", "/settings"],
    ["audit", "/audit"],
  ];
}

/** An operation to look at: one alarm's actions are switched off and on again. */
async function onePause(page: Page): Promise<string> {
  const { items } = await api(page, "listResources", { query: { group: "dev", q: "api-5xx", limit: 1 } });
  const scope = { ids: items.map(({ id }) => id) };
  const pause = await api(page, "startOperation", { body: { action: "pause", scope, force: true } });
  await api(page, "getOperation", { params: { id: pause.id }, query: { wait: "30s" } });
  const resume = await api(page, "startOperation", { body: { action: "resume", scope, force: true } });
  await api(page, "getOperation", { params: { id: resume.id }, query: { wait: "30s" } });
  return pause.id;
}
