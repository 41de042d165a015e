"use client";

import Link from "next/link";
import { type KeyboardEvent, memo, useRef, useState } from "react";
import type { WirePane } from "@/server/contract/overview";
import { facadeOf, facadeWith, lightOf, neighbour, placeOf, pane as size } from "./facade";
import { stateWord } from "./state";

/**
 * A house: one window for each resource, in the order that is given. The whole house is one stop of the tab key; the
 * arrow keys walk from window to window. With `hrefOf` a window is a link.
 */
export function House({
  label,
  panes,
  hrefOf,
  columns,
  className,
}: {
  label: string;
  panes: readonly WirePane[];
  hrefOf?: (pane: WirePane) => string;
  /** How many windows wide; as wide as the street's height asks for when it is left out. */
  columns?: number;
  className?: string;
}) {
  const [current, setCurrent] = useState(0);
  const drawing = useRef<SVGSVGElement>(null);
  const facade = columns === undefined ? facadeOf(panes.length) : facadeWith(panes.length, columns);
  const focusable = Math.min(current, Math.max(0, panes.length - 1));

  function walk(event: KeyboardEvent) {
    const next = neighbour(focusable, event.key, { panes: panes.length, columns: facade.columns });
    if (next === focusable) return;
    event.preventDefault();
    setCurrent(next);
    drawing.current?.querySelector<SVGElement>(`[data-pane="${next}"]`)?.focus();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no element for a group of named things
    <svg
      ref={drawing}
      className={className ? `fac ${className}` : "fac"}
      viewBox={`0 0 ${facade.width} ${facade.height}`}
      role="group"
      aria-label={label}
      onKeyDown={walk}
    >
      <Wall width={facade.width} height={facade.height} />
      {panes.map((pane, index) => (
        <Pane
          key={pane.id}
          pane={pane}
          index={index}
          columns={facade.columns}
          href={hrefOf?.(pane) ?? null}
          focusable={index === focusable}
          onFocus={setCurrent}
        />
      ))}
    </svg>
  );
}

/** A house that is not known yet, or that stands for nothing: walls and dark windows, no names. */
export function HouseWalls({
  panes = 0,
  columns: wanted,
  lit,
  className,
}: {
  panes?: number;
  columns?: number;
  lit?: number;
  className?: string;
}) {
  const { columns, width, height } = wanted === undefined ? facadeOf(panes) : facadeWith(panes, wanted);
  return (
    <svg className={className ? `fac ${className}` : "fac"} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <Wall width={width} height={height} />
      {Array.from({ length: panes }, (_, index) => placeOf(index, columns)).map(({ x, y }, index) => (
        <rect
          key={`${x} ${y}`}
          className={index === lit ? "w4" : "off"}
          x={x}
          y={y}
          width={size.width}
          height={size.height}
          rx="2"
        />
      ))}
    </svg>
  );
}

function Wall({ width, height }: { width: number; height: number }) {
  return <path className="wall" d={`M0 ${height}V5a5 5 0 0 1 5-5h${width - 10}a5 5 0 0 1 5 5v${height - 5}z`} />;
}

interface PaneProps {
  readonly pane: WirePane;
  readonly index: number;
  readonly columns: number;
  readonly href: string | null;
  readonly focusable: boolean;
  readonly onFocus: (index: number) => void;
}

const Pane = memo(function Pane({ pane, index, columns, href, focusable, onFocus }: PaneProps) {
  const name = paneName(pane);
  const place = placeOf(index, columns);
  const shared = {
    "aria-label": name,
    "data-pane": index,
    tabIndex: focusable ? 0 : -1,
    onFocus: () => onFocus(index),
    className: "win",
  };
  const drawing = (
    <>
      <title>{name}</title>
      <Window pane={pane} x={place.x} y={place.y} />
    </>
  );
  if (href === null) {
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a stop of the arrow keys that only tells
      <g role="img" {...shared}>
        {drawing}
      </g>
    );
  }
  return (
    <Link href={href} prefetch={false} {...shared}>
      {drawing}
    </Link>
  );
});

/** `build-agent-1, EC2 instance, running`; what a screen reader says and a pointer shows. */
export function paneName(pane: WirePane): string {
  const parts = [pane.name, pane.kind, stateWord(pane.state).toLowerCase()];
  if (pane.sill) parts.push("still bills");
  if (pane.protected) parts.push("protected");
  if (pane.stands > 1) parts.push(`stands for ${pane.stands} of a kind`);
  return parts.join(", ");
}

function Window({ pane, x, y }: { pane: WirePane; x: number; y: number }) {
  const light = lightOf(pane);
  if (light === "unk") {
    return <rect className="unk" x={x + 0.5} y={y + 0.5} width={size.width - 1} height={size.height - 1} rx="2" />;
  }
  return (
    <>
      <rect className={light} x={x} y={y} width={size.width} height={size.height} rx="2" />
      {pane.sill && <rect className="sill" x={x} y={y + 16} width={size.width} height="2" rx="1" />}
      {pane.state === "alwaysOn" && <circle className="porch" cx={x + 7.5} cy={y + 12.8} r="2.6" />}
      {pane.state === "changing" && <rect className="mov" x={x} y={y + 9} width={size.width} height="9" rx="2" />}
      {pane.state === "drifted" && (
        <path className="dri" d={`M${x + 3.5} ${y + 7}h8M${x + 3.5} ${y + 11}h8M${x + 10} ${y + 4.5}l-5 9`} />
      )}
      {pane.state === "failed" && <path className="bad" d={`M${x + 4.5} ${y + 6}l6 6m0-6l-6 6`} />}
    </>
  );
}
