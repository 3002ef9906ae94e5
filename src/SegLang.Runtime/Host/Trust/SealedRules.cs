using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// A compiled rule set as a file: the assembly, which every loader takes as it is, and after it its manifest as lines of text. The manifest repeats what the
/// compiler recorded inside the assembly, adds the assembly's length and SHA-256, and ends with the SHA-256 of its own lines.
/// </summary>
internal static class SealedRules
{
    /// <summary>The line that begins a manifest.</summary>
    public const string Head = "seglang-manifest 1";

    /// <summary>The name of the attribute's value that holds what the compiler recorded.</summary>
    public const string InnerName = "SegLang.Manifest";

    /// <summary>What a compiler records, in order.</summary>
    public static readonly ImmutableArray<string> InnerLines =
        ["contract", "compiler", "edition", "zone", "zoneData", "runtime", "schema", "rules"];

    /// <summary>All lines of a manifest, in order.</summary>
    public static readonly ImmutableArray<string> Lines = [.. InnerLines, "length", "assembly", "seal"];

    /// <summary>The bytes between the assembly and the rest of the first line.</summary>
    public static ReadOnlySpan<byte> Mark => "\nseglang-manifest "u8;

    /// <summary>The file of an assembly.</summary>
    public static byte[] Seal(byte[] assembly, string inner)
    {
        StringBuilder text = new();
        text.Append(Head).Append('\n').Append(inner).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"length={assembly.Length}\nassembly={HashOf(assembly)}\n");
        string seal = HashOf(Encoding.UTF8.GetBytes(text.ToString()));
        text.Append("seal=").Append(seal).Append('\n');
        return [.. assembly, (byte)'\n', .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Where the manifest begins; −1 without one.</summary>
    public static int StartOf(ReadOnlySpan<byte> file) => file.LastIndexOf(Mark);

    /// <summary>SHA-256 in lower-case hex digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
