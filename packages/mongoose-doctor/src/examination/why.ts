import type { Report, WhyAnswer } from '../kernel/report.ts'
import type { RuleContext } from '../rules/context.ts'
export function whyOf(context: RuleContext, report: Report, model: string, entry?: string): WhyAnswer[] { void context; void report; void model; void entry; return [] }
