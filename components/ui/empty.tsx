import type { ReactNode } from "react";
import { HouseWalls } from "./house";

/** Nothing is here: why, and one key. The house stands there, dark. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <div className="street w-52 overflow-hidden rounded-lg px-5 pt-5">
        <HouseWalls panes={24} className="w-full" />
      </div>
      <h2 className="mt-5">{title}</h2>
      {children && <div className="mt-1 max-w-[52ch] text-ink-2">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
