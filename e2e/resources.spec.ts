import { expect, test } from "playwright/test";
import { api, confirmPlan, open } from "./support/standby";

test("filters live in the address: they survive a reload, and a chip takes one away", async ({ page }) => {
  await open(page, "/resources");
  await expect(page.getByRole("status").filter({ hasText: "an hour" })).toContainText(/^\d+,/);
  await page.getByRole("button", { name: "Filter" }).click();
  const menu = page.getByRole("dialog", { name: "Add a filter" });
  const dev = menu.getByRole("checkbox", { name: "dev", exact: true });
  await dev.click();
  await expect(dev).toBeChecked();
  await menu.getByLabel("Field").selectOption("tag");
  await menu.getByLabel("Is or is not").selectOption("not");
  await menu.getByLabel("Tag as key or key=value").fill("Team = platform");
  await menu.getByRole("button", { name: "Add" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/group=dev.*not=tag/);

  const sum = page.getByRole("search").getByRole("status");
  await expect(sum).toContainText(/^\d+ of \d+,/);
  const bastion = page.getByRole("link", { name: "bastion" });
  await expect(bastion).toHaveCount(0);
  await expect(sum).toHaveAttribute("aria-busy", "false");
  const told = await sum.innerText();
  const first = await page.getByRole("row").nth(1).innerText();
  await page.reload();
  await expect(sum).toHaveText(told);
  await expect(page.getByRole("row").nth(1)).toHaveText(first, { useInnerText: true });
  await expect(bastion).toHaveCount(0);

  await page.getByRole("button", { name: /^Remove.*platform/ }).click();
  await expect(page).not.toHaveURL(/not=/);
  await expect(bastion).toBeVisible();
});

test("a row opens beside the table by click and by keyboard: / j k Enter Esc", async ({ page }) => {
  await open(page, "/resources?group=dev");
  const drawer = page.getByRole("complementary");
  await page.getByRole("row").filter({ hasText: "catalog-db" }).click();
  await expect(drawer.getByRole("heading", { level: 2 })).toHaveText("catalog-db");
  await expect(drawer).toContainText("db.m6g.large");
  await expect(page).toHaveURL(/id=/);
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("api-");
  await expect(page).toHaveURL(/q=api-/);
  await expect(page.getByRole("row").nth(1)).toContainText("api-1");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/q=/);

  const names = page.getByRole("row").getByRole("link");
  await page.keyboard.press("j");
  await expect(names.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(names.nth(1)).toBeFocused();
  const name = await names.nth(1).innerText();
  await page.keyboard.press("Enter");
  await expect(drawer.getByRole("heading", { level: 2 })).toHaveText(name);
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
});

test("the switch of a row plans that one resource, pauses it, and brings it back", async ({ page }) => {
  const row = page.getByRole("row").filter({ hasText: "worker-1" });
  const one = async () => {
    const { items } = await api(page, "listResources", {
      query: { group: "dev", q: "worker-1", kind: "ec2.instance" },
    });
    return items.find((item) => item.name === "worker-1");
  };
  for (const [verb, word, state] of [
    ["Stop", "paused", "paused"],
    ["Start", "running", "running"],
  ] as const) {
    await open(page, "/resources?group=dev&kind=ec2.instance");
    await row.getByRole("switch", { name: "worker-1" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`^${verb} worker-1`));
    await confirmPlan(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`worker-1 is ${word}. 1 of 1.`, {
      timeout: 40_000,
    });
    await expect.poll(async () => (await one())?.state).toBe(state);
  }
});
