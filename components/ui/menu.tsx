"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** One line of a menu. */
export type MenuItem =
  | {
      readonly type: "action";
      readonly label: string;
      readonly note?: string;
      readonly onSelect: () => void;
      readonly disabled?: boolean;
      readonly icon?: ReactNode;
    }
  | {
      readonly type: "link";
      readonly label: string;
      readonly note?: string;
      readonly href: string;
      readonly icon?: ReactNode;
    }
  | {
      readonly type: "choice";
      readonly label: string;
      readonly note?: string;
      readonly checked: boolean;
      readonly onSelect: () => void;
      readonly keepOpen?: boolean;
    }
  | { readonly type: "heading"; readonly label: string }
  | { readonly type: "line" };

/** A list of things to do or to choose, opened by `trigger` (one button, which takes a ref and a button's attributes). */
export function Menu({
  trigger,
  items,
  align = "start",
}: {
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className="z-40 max-h-[70dvh] min-w-52 overflow-y-auto rounded-lg bg-surface p-1 text-ink shadow-over"
        >
          {items.map((item, index) => (
            // Menus are drawn anew when they open; a line has nothing else to be known by.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Item key={index} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const row =
  "flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2.5 py-1.5 no-underline outline-none select-none data-highlighted:bg-sunk data-disabled:text-ink-3";

function Item({ item }: { item: MenuItem }) {
  switch (item.type) {
    case "line":
      return <Radix.Separator className="mx-2 my-1 h-px bg-line" />;
    case "heading":
      return <Radix.Label className="px-2.5 pt-2 pb-1 text-2xs text-ink-3">{item.label}</Radix.Label>;
    case "link":
      return (
        <Radix.Item asChild>
          <Link href={item.href} className={row}>
            <Words item={item} icon={item.icon} />
          </Link>
        </Radix.Item>
      );
    case "action":
      return (
        <Radix.Item className={row} disabled={item.disabled ?? false} onSelect={item.onSelect}>
          <Words item={item} icon={item.icon} />
        </Radix.Item>
      );
    case "choice":
      return (
        <Radix.CheckboxItem
          className={row}
          checked={item.checked}
          onSelect={(event) => {
            if (item.keepOpen) event.preventDefault();
            item.onSelect();
          }}
        >
          <span className="grid w-4 flex-none place-items-center">
            <Radix.ItemIndicator>
              <Check size={14} strokeWidth={2} aria-hidden="true" />
            </Radix.ItemIndicator>
          </span>
          <Words item={item} />
        </Radix.CheckboxItem>
      );
  }
}

function Words({ item, icon }: { item: { label: string; note?: string }; icon?: ReactNode }) {
  return (
    <>
      {icon && <span className="flex-none text-ink-2">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.note && <span className={classNames("flex-none text-xs text-ink-3")}>{item.note}</span>}
    </>
  );
}
