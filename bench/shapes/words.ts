// Vocabularies. Each entry carries the space or mark that follows it, so that text is made by putting entries together.

/** In the manner of TPC-H's comments (clause 4.2.2.14). */
export const commentWords: readonly string[] = [
  ...words(
    'furiously slyly carefully blithely quickly fluffily silently daringly busily closely permanently ruthlessly',
    'foxes ideas theodolites instructions dependencies excuses platelets asymptotes courts dolphins multipliers requests accounts packages deposits warhorses',
    'sleep wake are cajole haggle nag use boost affix detect integrate maintain nod was lose solve doze',
    'special pending unusual express regular final ironic even bold silent quiet busy careful slow',
    'about above according to across after against along alongside of among around at before behind beneath the',
  ),
  'foxes. ',
  'accounts. ',
  'packages. ',
  'bold, ',
  'ironic, ',
  'deposits; ',
  'requests? ',
]

/** Prose as people type it into forms, with commas, quotes (already doubled), line breaks and letters of several scripts. */
export const proseWords: readonly string[] = [
  ...words(
    'the of and to a in is it that was for on are with as they at be this have from or one had by but not what all were we when your can said',
    'delivery parcel invoice customer order return refund warehouse colour size quality support answer question reason week month morning',
    'arrived broken late early wrong right perfect missing cheap expensive quick slow friendly careful again never always maybe tomorrow',
    'replacement manufacturer documentation recommendation unfortunately nevertheless approximately communication',
    'café naïve Zürich größer señor façade crème données страница данные 東京 品質 データ 서울 🚀',
  ),
  'however, ',
  'Berlin, ',
  'red, green, blue ',
  'done.\n',
  'thanks!\n\n',
  '""urgent"" ',
  '5"" pipe ',
  'price: 12,50 € ',
]

function words(...lines: string[]): string[] {
  return lines.flatMap(line => line.split(' ').map(word => `${word} `))
}
