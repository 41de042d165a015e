-- CreateTable
CREATE TABLE "PlanPart" (
    "planId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    PRIMARY KEY ("planId", "number"),
    CONSTRAINT "PlanPart_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
