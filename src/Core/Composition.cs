using System.Text;

namespace Graft;

/// <summary>
/// Letters with marks as one character each (Unicode's NFC): Latin, Greek, Cyrillic, Arabic, kana, Hangul and the scripts of South Asia. Some systems write
/// names of folders with the mark behind the letter, and <c>string.Normalize</c> does nothing in programs that are built without the tables of a culture, as
/// this one is.
/// </summary>
internal static class Composition
{
    private const int FirstLead = 0x1100, FirstVowel = 0x1161, FirstTail = 0x11A7, FirstSyllable = 0xAC00;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    // Of each mark the letters that it can stand behind, and what both are together.
    private static readonly Dictionary<char, (string Letters, string Composed)> _marks = new()
    {
        ['\u0300'] = (
            "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYyἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉ"
                + "ὐὑὙὠὡὨὩαεηιουωΑΕΗϊΙϋΥΟΩ",
            "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳἂἃἊἋἒἓἚἛ"
                + "ἢἣἪἫἲἳἺἻὂὃὊὋὒὓὛὢὣὪὫὰὲὴὶὸὺὼᾺῈῊῒῚῢῪῸῺ"),
        ['\u0301'] = (
            "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØøΑΕΗΙΟΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâ"
                + "ĂăÊêÔôƠơƯưἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩ",
            "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿΆΈΉΊΌΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖ"
                + "ḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắẾếỐốỚớỨứἄἅἌἍἔἕἜἝἤἥἬ"
                + "ἭἴἵἼἽὄὅὌὍὔὕὝὤὥὬὭ"),
        ['\u0302'] = ("AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ"),
        ['\u0303'] = ("ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy", "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ"),
        ['\u0304'] = (
            "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛαΑιΙυΥ",
            "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝᾱᾹῑῙῡῩ"),
        ['\u0306'] = ("AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạαΑιΙυΥ", "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặᾰᾸῐῘῠῨ"),
        ['\u0307'] = (
            "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ",
            "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆẇẊẋẎ"
                + "ẏẛ"),
        ['\u0308'] = (
            "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt",
            "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴӵӸӹḦḧṎṏṺṻẄẅẌẍẗ"),
        ['\u0309'] = ("AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy", "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ"),
        ['\u030a'] = ("AaUuwy", "ÅåŮůẘẙ"),
        ['\u030b'] = ("OoUuУу", "ŐőŰűӲӳ"),
        ['\u030c'] = ("CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ"),
        ['\u030f'] = ("AaEeIiOoRrUuѴѵ", "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ"),
        ['\u0311'] = ("AaEeIiOoRrUu", "ȂȃȆȇȊȋȎȏȒȓȖȗ"),
        ['\u0313'] = ("αΑεΕηΗιΙοΟυωΩρ", "ἀἈἐἘἠἨἰἸὀὈὐὠὨῤ"),
        ['\u0314'] = ("αΑεΕηΗιΙοΟυΥωΩρΡ", "ἁἉἑἙἡἩἱἹὁὉὑὙὡὩῥῬ"),
        ['\u031b'] = ("OoUu", "ƠơƯư"),
        ['\u0323'] = (
            "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy",
            "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰự"
                + "Ỵỵ"),
        ['\u0324'] = ("Uu", "Ṳṳ"),
        ['\u0325'] = ("Aa", "Ḁḁ"),
        ['\u0326'] = ("SsTt", "ȘșȚț"),
        ['\u0327'] = ("CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"),
        ['\u0328'] = ("AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
        ['\u032d'] = ("DdEeLlNnTtUu", "ḒḓḘḙḼḽṊṋṰṱṶṷ"),
        ['\u032e'] = ("Hh", "Ḫḫ"),
        ['\u0330'] = ("EeIiUu", "ḚḛḬḭṴṵ"),
        ['\u0331'] = ("BbDdKkLlNnRrTtZzh", "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ"),
        ['\u0342'] = (
            "ἀἁἈἉἠἡἨἩἰἱἸἹὐὑὙὠὡὨὩαηιϊυϋω",
            "ἆἇἎἏἦἧἮἯἶἷἾἿὖὗὟὦὧὮὯᾶῆῖῗῦῧῶ"),
        ['\u0345'] = (
            "ἀἁἂἃἄἅἆἇἈἉἊἋἌἍἎἏἠἡἢἣἤἥἦἧἨἩἪἫἬἭἮἯὠὡὢὣὤὥὦὧ"
                + "ὨὩὪὫὬὭὮὯὰαάᾶΑὴηήῆΗὼωώῶΩ",
            "ᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧ"
                + "ᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾷᾼῂῃῄῇῌῲῳῴῷῼ"),
        ['\u0653'] = ("ا", "آ"),
        ['\u0654'] = ("اويەہے", "أؤئۀۂۓ"),
        ['\u0655'] = ("ا", "إ"),
        ['\u093c'] = ("नरळ", "ऩऱऴ"),
        ['\u09be'] = ("\u09c7", "\u09cb"),
        ['\u09d7'] = ("\u09c7", "\u09cc"),
        ['\u0b3e'] = ("\u0b47", "\u0b4b"),
        ['\u0b56'] = ("\u0b47", "\u0b48"),
        ['\u0b57'] = ("\u0b47", "\u0b4c"),
        ['\u0bbe'] = ("\u0bc6\u0bc7", "\u0bca\u0bcb"),
        ['\u0bd7'] = ("\u0b92\u0bc6", "\u0b94\u0bcc"),
        ['\u0c56'] = ("\u0c46", "\u0c48"),
        ['\u0cc2'] = ("\u0cc6", "\u0cca"),
        ['\u0cd5'] = ("\u0cbf\u0cc6\u0cca", "\u0cc0\u0cc7\u0ccb"),
        ['\u0cd6'] = ("\u0cc6", "\u0cc8"),
        ['\u0d3e'] = ("\u0d46\u0d47", "\u0d4a\u0d4b"),
        ['\u0d57'] = ("\u0d46", "\u0d4c"),
        ['\u0dca'] = ("\u0dd9\u0ddc", "\u0dda\u0ddd"),
        ['\u0dcf'] = ("\u0dd9", "\u0ddc"),
        ['\u0ddf'] = ("\u0dd9", "\u0dde"),
        ['\u102e'] = ("\u1025", "\u1026"),
        ['\u3099'] = (
            "かきくけこさしすせそたちつてとはひふへほうゝカキクケコサシスセソタチツテトハヒフ"
                + "ヘホウワヰヱヲヽ",
            "がぎぐげござじずぜぞだぢづでどばびぶべぼゔゞガギグゲゴザジズゼゾダヂヅデドバビブ"
                + "ベボヴヷヸヹヺヾ"),
        ['\u309a'] = ("はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ"),
    };

    // What each composed letter is made of.
    private static readonly Dictionary<char, (char Letter, char Mark)> _parts = _marks.SelectMany(mark => mark.Value.Composed
        .Zip(mark.Value.Letters, (composed, letter) => (composed, Parts: (letter, mark.Key)))).ToDictionary(one => one.composed, one => one.Parts);

    /// <summary>Puts the marks behind a letter onto it, in whatever order they stand and whichever it has already, as far as there is such a letter.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var apart = Apart(text);
        var composed = new StringBuilder(text.Length);
        var (letter, last) = (-1, 0);
        foreach (var next in apart)
        {
            var own = ClassOf(next);
            // A mark is hidden from its letter by one of its own place, and a letter by any mark.
            if (letter >= 0 && (letter == composed.Length - 1 || last < own) && Both(composed[letter], next) is { } both)
            {
                composed[letter] = both;
                continue;
            }
            (letter, last) = own == 0 ? (composed.Length, 0) : (letter, own);
            composed.Append(next);
        }
        return composed.ToString();
    }

    /// <summary>Each letter with its marks behind it (Unicode's NFD), as some systems store the names of files.</summary>
    public static string Apart(string text)
    {
        if (Ascii.IsValid(text)) return text;
        List<char> apart = new(2 * text.Length);
        foreach (var next in text) TakeApart(next, apart);
        Sort(apart);
        return new string([.. apart]);
    }

    private static void TakeApart(char next, List<char> apart)
    {
        if (next - FirstSyllable is >= 0 and < Leads * Vowels * Tails and var syllable)
        {
            apart.Add((char)(FirstLead + syllable / (Vowels * Tails)));
            apart.Add((char)(FirstVowel + syllable / Tails % Vowels));
            if (syllable % Tails > 0) apart.Add((char)(FirstTail + syllable % Tails));
            return;
        }
        if (!_parts.TryGetValue(next, out var parts))
        {
            apart.Add(next);
            return;
        }
        TakeApart(parts.Letter, apart);
        apart.Add(parts.Mark);
    }

    // The marks of each letter by their classes; those of one class stay in their order, which is seen.
    private static void Sort(List<char> apart)
    {
        for (var at = 1; at < apart.Count; at++)
        {
            var (mark, own) = (apart[at], ClassOf(apart[at]));
            var to = at;
            for (; own > 0 && to > 0 && ClassOf(apart[to - 1]) > own; to--) apart[to] = apart[to - 1];
            apart[to] = mark;
        }
    }

    /// <summary>Where a mark stands: those of different classes do not touch each other. 0 for letters, and for marks of other scripts, which stay.</summary>
    private static int ClassOf(char mark) => mark switch
    {
        < '\u0300' or '\u034f' => 0,
        >= '\u0334' and <= '\u0338' => 1,
        '\u0321' or '\u0322' or '\u0327' or '\u0328' => 202,
        '\u031b' => 216,
        '\u0315' or '\u031a' or '\u0358' => 232,
        '\u0345' => 240,
        '\u035c' or '\u035f' or '\u0362' => 233,
        '\u035d' or '\u035e' or '\u0360' or '\u0361' => 234,
        (>= '\u0316' and <= '\u0333') or (>= '\u0339' and <= '\u033c') or (>= '\u0347' and <= '\u0349') or '\u034d' or '\u034e'
            or (>= '\u0353' and <= '\u0356') or '\u0359' or '\u035a' => 220,
        <= '\u036f' or (>= '\u0483' and <= '\u0487') => 230,
        >= '\u064b' and <= '\u0652' => mark - '\u064b' + 27,
        '\u0655' or '\u0656' or '\u065c' or '\u065f' => 220,
        >= '\u0653' and <= '\u065e' => 230,
        '\u0670' => 35,
        '\u093c' => 7,
        '\u0c56' => 91,
        '\u0dca' => 9,
        '\u3099' or '\u309a' => 8,
        _ => 0,
    };

    private static char? Both(char before, char next)
    {
        if (_marks.TryGetValue(next, out var mark)) return mark.Letters.IndexOf(before) is >= 0 and var at ? mark.Composed[at] : null;
        if (before - FirstLead is >= 0 and < Leads and var lead && next - FirstVowel is >= 0 and < Vowels and var vowel)
            return (char)(FirstSyllable + (lead * Vowels + vowel) * Tails);
        return before - FirstSyllable is >= 0 and < Leads * Vowels * Tails and var syllable && syllable % Tails == 0
            && next - FirstTail is > 0 and < Tails and var tail ? (char)(before + tail) : null;
    }
}
