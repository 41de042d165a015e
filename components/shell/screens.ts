import { Boxes, ChartColumnStacked, History, House, type LucideIcon, ScrollText, SwatchBook } from "lucide-react";

export interface Screen {
  readonly href: string;
  readonly word: string;
  readonly icon: LucideIcon;
}

export const screens: readonly Screen[] = [
  { href: "/", word: "Overview", icon: House },
  { href: "/resources", word: "Resources", icon: Boxes },
  { href: "/operations", word: "Operations", icon: History },
  { href: "/costs", word: "Costs", icon: ChartColumnStacked },
  { href: "/groups", word: "Groups", icon: SwatchBook },
  { href: "/audit", word: "Audit", icon: ScrollText },
];

/** True when the address is on the screen. A plan belongs to the operations it may become, what was saved to the costs. */
export function isOn(screen: Screen, path: string): boolean {
  if (screen.href === "/") return path === "/";
  if (screen.href === "/operations" && path.startsWith("/plans")) return true;
  if (screen.href === "/costs" && (path === "/savings" || path === "/recommendations")) return true;
  return path === screen.href || path.startsWith(`${screen.href}/`);
}

/** The address of a screen that keeps the account which is looked at. */
export function hrefWithAccount(href: string, account: string | null): string {
  return account === null ? href : `${href}?account=${encodeURIComponent(account)}`;
}
