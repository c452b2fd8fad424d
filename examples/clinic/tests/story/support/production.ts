/** Builds a copy of the clinic for production, and logs in as the first request of its process, through the real form. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { openBrowser, openPage } from '../../support/browser.ts'
import { openClinic } from '../../support/clinic.ts'
import { addPerson } from '../../support/people.ts'
import { runNode } from './node.ts'

/** With the type check of `next build`: what the doctor writes must pass it. */
export async function build(directory: string, options: string[] = []): Promise<void> {
  const { code, output } = await runNode(join(directory, 'node_modules/next/dist/bin/next'), ['build', ...options], directory)
  if (code !== 0) throw new Error(`next build ended with code ${code}:\n${output}`)
}

export interface Login {
  path: string
  heading: string
  /** What the page has for the person's role. */
  sections: string[]
  log: string
}

/** The process is new, and so is its database: a doctor's account is in it, confirmed. */
export async function coldLogin(directory: string): Promise<Login> {
  const clinic = await openClinic({}, directory)
  const browser = await openBrowser()
  try {
    const { email, password } = await addPerson(clinic.connection, 'doctor')
    const page = await openPage(browser)
    await page.goto(`${clinic.url}/login`)
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    const heading = page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Log in' })
    await heading.waitFor()
    return {
      path: new URL(page.url()).pathname,
      heading: await heading.innerText(),
      sections: await page.getByRole('heading', { level: 2 }).allInnerTexts(),
      log: clinic.log(),
    }
  } finally {
    await browser.close()
    await clinic.close()
  }
}

export const FAILED = {
  path: '/login',
  heading: 'Something went wrong',
  log: expect.stringContaining(`MissingSchemaError: Schema hasn't been registered for model "Role"`) as string,
}
export const LOGGED_IN = {
  path: '/dashboard',
  heading: 'Hello, Kim Example',
  sections: ['Appointments', 'Ward', 'Prescriptions'],
  log: expect.not.stringContaining('MissingSchemaError') as string,
}
