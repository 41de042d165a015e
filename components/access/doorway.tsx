import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { HouseWalls } from "@/components/ui/house";

/** The screens before anybody is known: the street at night, one light on, and a form. */
export function Doorway({ title, lede, children }: { title: string; lede: ReactNode; children: ReactNode }) {
  return (
    <main className="doorway street">
      <div className="doorway-in">
        <Logo height={30} />
        <div className="doorway-form">
          <h1>{title}</h1>
          <p>{lede}</p>
          {children}
        </div>
      </div>
      <div className="doorway-houses" aria-hidden="true">
        <HouseWalls panes={20} columns={5} />
        <HouseWalls panes={56} columns={8} lit={27} />
        <HouseWalls panes={24} columns={6} />
        <HouseWalls panes={40} columns={8} />
        <HouseWalls panes={15} columns={5} />
      </div>
    </main>
  );
}
