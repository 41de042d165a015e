"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** Something that must be answered before anything else. `footer` holds the keys. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
}: Props & { readonly description?: ReactNode; readonly footer?: ReactNode; readonly wide?: boolean }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-[oklch(0.13_0.025_270/0.55)]" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={classNames(
            "fixed inset-x-0 bottom-0 z-40 max-h-[92dvh] overflow-y-auto rounded-t-lg bg-surface p-6 shadow-over outline-none",
            "sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2 sm:w-[calc(100vw-32px)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg",
            wide ? "sm:max-w-180" : "sm:max-w-120",
          )}
        >
          <div className="mb-4 flex items-start gap-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold tracking-[-0.02em]">{title}</Radix.Title>
              {description && <Radix.Description className="mt-0.5 text-ink-2">{description}</Radix.Description>}
            </div>
            <CloseKey />
          </div>
          {children}
          {footer && <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * A sheet on the right, the whole screen on a phone. The page behind stays usable, so that rows can be walked through
 * while it is open; Escape closes it.
 */
export function Drawer({ open, onOpenChange, title, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-y-0 right-0 z-20 w-full overflow-y-auto bg-surface px-6 py-4.5 shadow-over outline-none sm:top-13 sm:w-108"
        >
          <div className="mb-3 flex items-start gap-4">
            <Radix.Title className="min-w-0 flex-1 text-lg font-semibold tracking-[-0.02em] wrap-anywhere">
              {title}
            </Radix.Title>
            <CloseKey />
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function CloseKey() {
  return (
    <Radix.Close
      className="grid size-8 flex-none place-items-center rounded-md text-ink-3 hover:bg-sunk"
      aria-label="Close"
    >
      <X size={16} strokeWidth={1.5} aria-hidden="true" />
    </Radix.Close>
  );
}
