"use client";

import { LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMe } from "@/components/data/use-me";
import { useSignOut } from "@/components/data/use-sign-out";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { chooseTheme, type ThemeChoice, useTheme } from "./theme";

const themes: readonly (readonly [ThemeChoice, string])[] = [
  ["light", "Light"],
  ["dark", "Dark"],
  ["system", "As the system"],
];

/** Who is signed in, how the page looks, and the way out. */
export function UserMenu() {
  const router = useRouter();
  const me = useMe().data;
  const signOut = useSignOut();
  const { choice } = useTheme();

  const items: readonly MenuItem[] = [
    { type: "heading", label: me ? `${me.name}, ${me.role}` : "Not known yet" },
    { type: "link", label: "Accounts", href: "/accounts" },
    { type: "link", label: "Settings", href: "/settings" },
    { type: "line" },
    { type: "heading", label: "Theme" },
    ...themes.map(([theme, label]) => ({
      type: "choice" as const,
      label,
      checked: theme === choice,
      keepOpen: true,
      onSelect: () => chooseTheme(theme),
    })),
    { type: "line" },
    {
      type: "action",
      label: "Sign out",
      icon: <LogOut size={16} strokeWidth={1.5} aria-hidden="true" />,
      onSelect: () => signOut.mutate(undefined, { onSuccess: () => router.replace("/sign-in") }),
    },
  ];

  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <button type="button" className="ava" aria-label={me ? `${me.name}, menu` : "Menu"}>
          {initialsOf(me?.name ?? "")}
        </button>
      }
    />
  );
}

/** `AR` of `Ana Ribeiro`, `A` of `Ana`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : [words.at(0)];
  return ends.map((word) => word?.at(0)?.toUpperCase() ?? "").join("") || "?";
}
