'use server'

import { redirect } from 'next/navigation'
import { connectToDatabase } from '@/lib/db'
import { hashPassword, passwordMatches } from '@/lib/password'
import User from '@/models/User'

export interface FormState {
  error: string | null
}

export async function signup(_previous: FormState, form: FormData): Promise<FormState> {
  const email = String(form.get('email') ?? '')
  const password = String(form.get('password') ?? '')
  if (!email || password.length < 8) return { error: 'Enter an email and a password of eight characters or more.' }

  await connectToDatabase()
  const Role = (await import('@/models/Role')).default

  if (await User.exists({ email })) return { error: 'There is an account with this email already.' }

  const role = await Role.findOneAndUpdate({ name: 'patient' }, {}, { upsert: true, new: true })
  await User.create({
    name: String(form.get('name') ?? ''),
    email,
    passwordHash: hashPassword(password),
    role: role._id,
  })

  redirect('/login')
}

export async function login(_previous: FormState, form: FormData): Promise<FormState> {
  const email = String(form.get('email') ?? '')
  const password = String(form.get('password') ?? '')

  await connectToDatabase()

  const user = await User.findOne({ email }).select('+passwordHash').populate('role')
  if (!user || !passwordMatches(password, user.passwordHash)) return { error: 'Wrong email or password.' }

  const Role = (await import('@/models/Role')).default
  if (!user.role) {
    user.role = await Role.findOne({ name: 'patient' })
    await user.save()
  }

  redirect('/')
}
