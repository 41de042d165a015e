-- CreateTable
CREATE TABLE "PlanPart" (
    "planId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "PlanPart_pkey" PRIMARY KEY ("planId","number")
);

-- AddForeignKey
ALTER TABLE "PlanPart" ADD CONSTRAINT "PlanPart_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;
