/** A person's way through the clinic in a real browser: with JavaScript, without it, and with the keyboard alone. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser, openPage } from './support/browser.ts'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson, newEmail, PASSWORD } from './support/people.ts'

describe.skipIf(!inject('hasDatabase') || !inject('browser'))('in a browser', () => {
  let clinic: Clinic
  let browser: Browser
  beforeAll(async () => {
    clinic = await openClinic()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await clinic?.close()
  })

  const logIn = async (page: Page, { email, password }: { email: string; password: string }) => {
    await page.goto(`${clinic.url}/login`)
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL('**/dashboard')
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    test('sign up, confirm, log in, log out', async () => {
      const page = await openPage(browser, { javaScriptEnabled })
      const email = newEmail()
      await page.goto(clinic.url)
      await page.getByRole('link', { name: 'Sign up' }).click()
      await page.getByLabel('Name').fill('Ann Example')
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('What do you do at the clinic?').selectOption('Doctor')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign up' }).click()
      await heading(page, 'Look into your mail')

      const mail = await clinic.connection.collection('mails').findOne({ to: email })
      await page.goto(String(mail?.link))
      await page.getByText('Log in with the password that you chose to confirm your address.').waitFor()
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Log in' }).click()
      await heading(page, 'Hello, Ann Example')
      await page.getByRole('heading', { name: 'Prescriptions' }).waitFor()

      await page.getByRole('button', { name: 'Log out' }).click()
      await page.getByText('You are logged out.').waitFor()
      await page.goto(`${clinic.url}/dashboard`)
      await page.getByText('Log in to see that page.').waitFor()
    })

    test('wrong answers are named, tied to their fields, and keep what was typed', async () => {
      const page = await openPage(browser, { javaScriptEnabled })
      await page.goto(`${clinic.url}/signup`)
      await page.getByLabel('Email address').fill('ann@')
      await page.getByLabel('What do you do at the clinic?').selectOption('Nurse')
      await page.getByRole('button', { name: 'Sign up' }).click()
      await page.getByRole('alert').filter({ hasText: 'Some answers need another look' }).waitFor()

      const email = page.getByLabel('Email address')
      expect(await email.inputValue()).toBe('ann@')
      expect(await email.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator(`#${await email.getAttribute('aria-describedby')}`).textContent()).toBe('Enter an email address like name@example.org.')
      expect(await page.getByLabel('What do you do at the clinic?').inputValue()).toBe('nurse')
      await page.getByRole('alert').getByRole('link', { name: 'Enter your name.' }).click()
      expect(await page.evaluate('document.activeElement.id')).toBe('name')
    })

    test('an administrator gives somebody another role', async () => {
      const nurse = await addPerson(clinic.connection, 'nurse', { name: 'Aa Example' })
      const page = await openPage(browser, { javaScriptEnabled })
      await logIn(page, await addPerson(clinic.connection, 'admin'))
      await page.getByRole('link', { name: 'Accounts', exact: true }).click()
      const row = page.getByRole('listitem').filter({ hasText: nurse.email })
      await row.getByRole('combobox').selectOption('Receptionist')
      await row.getByRole('button').click()
      await row.getByText('Aa Example is Receptionist now.').waitFor()
      expect(await row.getByRole('combobox').inputValue()).toBe('receptionist')
      await page.getByText('Kim Example changed the role of Aa Example (receptionist)').first().waitFor()
    })
  })

  test('the keyboard is enough, and the focus goes where something happened', async () => {
    const { email, password } = await addPerson(clinic.connection, 'receptionist')
    const page = await openPage(browser)
    await page.goto(`${clinic.url}/login`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.type('a wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor()
    await page.waitForFunction("document.activeElement.getAttribute('role') === 'alert'")
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await heading(page, 'Hello, Kim Example')
  })

  test.skipIf(!inject('canStopDatabase'))('the database goes away and comes back under a person’s hands', async () => {
    const own = await openClinic()
    try {
      const page = await openPage(browser)
      const { email, password } = await addPerson(own.connection, 'nurse')
      await page.goto(`${own.url}/login`)
      await own.database.power?.stop()
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('alert').filter({ hasText: 'cannot reach its database' }).waitFor()
      await own.database.power?.start()
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await heading(page, 'Hello, Kim Example')

      await own.database.power?.stop()
      await page.reload()
      await heading(page, 'The clinic is not available just now')
      await own.database.power?.start()
      await page.getByRole('link', { name: 'Try again' }).click()
      await heading(page, 'Hello, Kim Example')
    } finally {
      await own.close()
    }
  })
})
