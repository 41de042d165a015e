import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names";

export type KeyVariant = "pri" | "sec" | "gho" | "lamp";
export type KeySize = "sm" | "md" | "lg";

interface Look {
  /** pri: ink, one on a page · sec: outlined · gho: words only · lamp: switches something on. */
  readonly variant?: KeyVariant;
  readonly size?: KeySize;
  readonly className?: string;
  readonly children: ReactNode;
}

interface KeyProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "children"> {
  /** Being worked on: cannot be pressed again, keeps its width and its focus. */
  readonly busy?: boolean;
  /** Why it cannot be pressed. Disables the key and stands beside it. */
  readonly reason?: string | null;
}

/** A button. */
export function Key({
  variant = "sec",
  size = "md",
  busy = false,
  reason,
  className,
  children,
  onClick,
  ...rest
}: KeyProps) {
  const disabled = rest.disabled === true || Boolean(reason);
  const key = (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={classNames("key", variant, size !== "md" && size, className)}
    >
      {children}
    </button>
  );
  if (!reason) return key;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {key}
      <span className="text-xs text-ink-2">{reason}</span>
    </span>
  );
}

/** A link that looks like a key. */
export function KeyLink({ href, variant = "sec", size = "md", className, children }: Look & { readonly href: string }) {
  return (
    <Link href={href} className={classNames("key", variant, size !== "md" && size, className)}>
      {children}
    </Link>
  );
}

/** A link to a file that looks like a key. The server says what the file is called. */
export function KeyFile({ href, variant = "sec", size = "md", className, children }: Look & { readonly href: string }) {
  return (
    <a href={href} download className={classNames("key", variant, size !== "md" && size, className)}>
      {children}
    </a>
  );
}
