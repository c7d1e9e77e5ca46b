import type { Phrasebook } from './phrasebook.ts';

export const ENGLISH: Phrasebook = {
  language: 'en',
  firstNames: [
    'Olivia',
    'James',
    'Charlotte',
    'Henry',
    'Amelia',
    'Theo',
    'Grace',
    'Samuel',
    'Hannah',
    'Marcus',
    'Nora',
    'Dean',
  ],
  lastNames: [
    'Bennett',
    'Turner',
    'Hughes',
    'Patterson',
    'Reed',
    'Sullivan',
    'Coleman',
    'Fletcher',
    'Hayes',
    'Doyle',
  ],
  stories: [
    {
      opening: ['Hi there', 'my order still says "processing"', 'it has been a week now'],
      details: [
        'I ordered two lamps and a rug',
        'the card was charged on the same day',
        'I am moving on Saturday so I need it before that',
      ],
    },
    {
      opening: ['Hello!', 'The blender I got makes a burning smell 😬'],
      details: [
        'only on the highest speed',
        'I have used it maybe three times',
        'a replacement would be fine',
      ],
    },
    {
      opening: ['hey, is the store open on sunday?', 'want to pick something up'],
      details: ['around noon if possible', 'it is the blue one, size M', 'can you put it aside for me'],
    },
    {
      opening: ['Good morning', 'I was charged twice for the same invoice', 'could someone look into it?'],
      details: ['both for $64.20', 'one on the 3rd, one on the 4th', 'the card ends in 8812'],
    },
    {
      opening: ['Hi, I need to move my appointment', 'something came up at work'],
      details: ['thursday afternoon works', 'any time after 2', 'same technician if possible'],
    },
    {
      opening: ['Hello, do you ship to Canada?', 'teh website does not say'],
      details: ['to Toronto', 'just one box, about 3 kg', 'how long would it take?'],
    },
  ],
  topics: [
    {
      topic: 'voice',
      asked: /voice (note|message)|record/iu,
      answers: ['sure, one sec', 'easier to say than to type'],
    },
    {
      topic: 'picture',
      asked: /photo|picture|image|screenshot/iu,
      answers: ['here you go', 'just took this one', 'can you see it ok?'],
    },
    {
      topic: 'orderNumber',
      asked: /order number|invoice|reference|tracking/iu,
      answers: ["it's {n}", '{n}', 'the number is {n}, from the confirmation email'],
    },
    {
      topic: 'document',
      asked: /\bid\b|date of birth|verify you/iu,
      answers: ['last four are 8812', 'is my email enough?'],
    },
    {
      topic: 'address',
      asked: /address|zip|post ?code/iu,
      answers: ['{n} Maple Street, apt 4B', '{n} Harbour Road'],
    },
    {
      topic: 'name',
      asked: /your name|who am i|whom am i/iu,
      answers: ['{name}', "it's {name}", 'this is {name}'],
    },
    {
      topic: 'date',
      asked: /when|which day|what day|what time/iu,
      answers: ['last tuesday', 'thursday after 2 would be great', 'any morning is fine'],
    },
    {
      topic: 'anythingElse',
      asked: /anything else/iu,
      answers: ['no, that was all, thanks!', 'nope, all good 🙌', 'that is it. Thank you so much'],
    },
    {
      topic: 'wait',
      asked: /moment|minute|hold on|let me check|one sec/iu,
      answers: ['ok, no rush', 'sure', 'thanks'],
    },
    {
      topic: 'solved',
      asked: /refund|sorted|done|fixed|sent you|shipped/iu,
      answers: ['got it, thank you!', 'perfect 👏', 'brilliant, thanks for the help'],
    },
    {
      topic: 'greeting',
      asked: /^(hi|hello|hey|good (morning|afternoon|evening))/iu,
      answers: ['hi! can you help me?', 'hello, thanks for answering'],
    },
  ],
  acknowledgements: ['i see', 'ok', 'alright, thanks', 'hm, and now?', 'makes sense', 'fair enough'],
  nudges: ['hello?', 'anyone there?', 'still waiting...', 'any news?'],
  givesUp: ['never mind, I will call instead', 'ok I will try again later'],
  comesBack: [
    'Hi, nobody got back to me yesterday',
    'Morning! About what I asked yesterday',
    'hello again, still need help with this',
  ],
  agent: {
    greetings: ['Hello! I will look after this for you.', 'Hi, thanks for writing. I am on it.'],
    questions: [
      'Could you give me the order number?',
      'Can you send me a photo?',
      'What is the delivery address?',
      'One moment, let me check.',
    ],
    closings: ['All sorted. Is there anything else?', 'The refund is on its way. Anything else I can do?'],
  },
};
