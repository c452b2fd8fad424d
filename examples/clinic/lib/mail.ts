/** Mails leave through the database: whatever sends them takes them from there. This example only shows them. */
import 'server-only'
import Mail from '@/models/Mail'
import { getConfig } from './config'

export async function sendConfirmation(to: string, token: string): Promise<void> {
  await Mail.create({ to, subject: 'Confirm your address', text: 'Follow this link and log in with the password that you chose.', link: link(`/login?token=${token}`) })
}

/** To somebody who has an account and signed up again; the page says the same as to everybody. */
export async function sendAlreadyRegistered(to: string): Promise<void> {
  await Mail.create({ to, subject: 'You have an account already', text: 'Somebody, probably you, signed up with this address. Log in with the password that you have.', link: link('/login') })
}

function link(path: string): string {
  return new URL(path, getConfig().CLINIC_URL).href
}
