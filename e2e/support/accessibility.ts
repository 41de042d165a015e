import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { open } from "./standby";

const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

export const looks = [
  { name: "light", theme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", theme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "on a phone", theme: "light", viewport: { width: 390, height: 844 } },
] as const;

export async function lookAs(page: Page, { theme, viewport }: (typeof looks)[number]): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
}

/** Every rule that the screen breaks, with the element that breaks it. Softly, so that all screens are told. */
export async function expectNoViolation(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  expect.soft(told, screen).toEqual([]);
}

/** Opens a screen and waits until it has its data: the heading is there and nothing is being read. */
export async function openWhole(page: Page, path: string): Promise<void> {
  await open(page, path);
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(page.getByText(/^Reading/)).toHaveCount(0);
}
