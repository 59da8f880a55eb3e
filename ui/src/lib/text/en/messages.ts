// The words of messages.
import type { Schemas } from '../../api/client';

export const messages = {
  title: 'Messages',
  channels: 'Channels',
  channel: 'Channel',
  channelHint: 'captain, broadcast, agent/NAME or topic/NAME.',
  write: 'New message',
  send: 'Send',
  text: 'Message',
  placeholder: (channel: string) => `Message to ${channel}`,
  toEnd: 'To the newest',
  said: (who: string, text: string) => `${who}: ${text}`,
  empty: 'No channel yet.',
  emptyHint: 'Agents and people talk in channels; the first message makes one.',
  silent: 'Nothing was said here yet.',
  erased: 'What it said was erased; its digest stays.',
  nobody: 'No consumer is to answer it.',
  attempt: (count: number) => `handed over ${count === 1 ? 'once' : `${count} times`}`,
  dead: 'Dead letters',
  noDead: 'No dead letter.',
  replay: 'Try again',
  drop: 'Drop',
  status: { stored: 'Stored', delivered: 'Delivered', acknowledged: 'Acknowledged', failed: 'Retrying', expired: 'Expired', dead: 'Dead letter' } satisfies Record<Schemas['MessageStatus'], string>,
  reason: { deliveries: 'Handed over as often as is allowed', rejected: 'Rejected', expired: 'Its time was over' } satisfies Record<Schemas['DeadReason'], string>,
};
