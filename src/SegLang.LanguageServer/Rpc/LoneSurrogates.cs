namespace SegLang.LanguageServer.Rpc;

/// <summary>
/// Editors work on UTF-16 and may send half a character (`\ud83d` alone), which is no text. It becomes U+FFFD, which takes one unit
/// too, so that all offsets hold.
/// </summary>
internal static class LoneSurrogates
{
    /// <summary>Replaces lone halves among the escapes of a JSON text, in place.</summary>
    public static void Replace(Span<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        for (int i = json.IndexOf((byte)'\\'); i >= 0 && i + 1 < json.Length;)
        {
            int unit = Unit(json, i);
            int width = unit < 0 ? 2 : 6;
            if (unit is >= 0xD800 and < 0xDC00 && Unit(json, i + 6) is >= 0xDC00 and < 0xE000)
            {
                width = 12;
            }
            else if (unit is >= 0xD800 and < 0xE000)
            {
                "fffd"u8.CopyTo(json[(i + 2)..]);
            }

            int from = Math.Min(json.Length, i + width);
            int next = json[from..].IndexOf((byte)'\\');
            i = next < 0 ? -1 : from + next;
        }
    }

    // The unit that an escape stands for, or −1.
    private static int Unit(ReadOnlySpan<byte> json, int at)
    {
        if (at + 6 > json.Length || json[at] != '\\' || json[at + 1] != 'u')
        {
            return -1;
        }

        return int.TryParse(
            json.Slice(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int unit) ? unit : -1;
    }
}
