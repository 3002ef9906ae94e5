using System.Globalization;
using System.Reflection.PortableExecutable;
using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// Decides whether a file is what `seg build` made, from its bytes alone, before anything of it is loaded: each thing that is missing, extra or different is
/// named. It tells damage and mix-ups; against forgery a host pins the file's hash.
/// </summary>
internal sealed class TrustCheck
{
    private readonly List<string> problems = [];
    private readonly Dictionary<string, string> lines = new(StringComparer.Ordinal);

    private TrustCheck()
    {
    }

    /// <summary>The assembly of a file; what is wrong is one <see cref="RuleSetException"/>.</summary>
    public static byte[] Open(ReadOnlySpan<byte> file, RuleLoadOptions options)
    {
        TrustCheck check = new();
        byte[] assembly = check.Read(file, options);
        check.Require();
        return assembly;
    }

    /// <summary>Whether what was loaded is what the manifest of the file says.</summary>
    public static void Confirm(RuleProgram program, ReadOnlySpan<byte> file)
    {
        TrustCheck check = new();
        check.ReadLines(Encoding.UTF8.GetString(file[(SealedRules.StartOf(file) + 1)..]));
        check.Compare("schema", SealedRules.HashOf(program.Schema.Encode()), "the program's");
        if (program.Manifest != string.Join('\n', SealedRules.InnerLines.Select(n => $"{n}={check.lines.GetValueOrDefault(n)}")))
        {
            check.problems.Add("different: the program's own manifest");
        }

        check.Require();
    }

    private void Require()
    {
        if (problems.Count > 0)
        {
            throw new RuleSetException([.. problems.Prepend("the file is not what `seg build` made:")]);
        }
    }

    private byte[] Read(ReadOnlySpan<byte> file, RuleLoadOptions options)
    {
        if (options.Hash is { } pinned && !string.Equals(pinned, SealedRules.HashOf(file), StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"different: the file's hash is {SealedRules.HashOf(file)}, but {pinned} is demanded");
        }

        int start = SealedRules.StartOf(file);
        if (start < 0)
        {
            problems.Add("missing: the manifest after the assembly");
            CheckLength(file, file.Length);
            return [];
        }

        byte[] assembly = file[..start].ToArray();
        CheckManifest(file[(start + 1)..]);
        CheckLength(assembly, assembly.Length);
        Compare("length", assembly.Length.ToString(CultureInfo.InvariantCulture), "the assembly's");
        Compare("assembly", SealedRules.HashOf(assembly), "the assembly's");
        CheckVersions(options);
        if (problems.Count == 0)
        {
            CheckInside(assembly); // Only of bytes that are what the manifest says.
        }

        return assembly;
    }

    private void CheckLength(ReadOnlySpan<byte> assembly, int length)
    {
        try
        {
            using MemoryStream stream = new(assembly.ToArray());
            using PEReader reader = new(stream);
            int end = reader.PEHeaders.SectionHeaders.Max(s => s.PointerToRawData + s.SizeOfRawData);
            if (length < end)
            {
                problems.Add($"missing: {end - length} bytes of the assembly");
            }
            else if (length > end)
            {
                problems.Add($"extra: {length - end} bytes after the assembly");
            }
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or OverflowException or ArgumentException or IOException)
        {
            problems.Add("different: what the file begins with is no whole assembly");
        }
    }

    private void CheckManifest(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            problems.Add("different: the manifest is no text");
            return;
        }

        if (!text.StartsWith(SealedRules.Head + "\n", StringComparison.Ordinal))
        {
            problems.Add("different: the manifest's version");
            return;
        }

        ReadLines(text);
        foreach (string name in SealedRules.Lines.Where(n => !lines.ContainsKey(n)))
        {
            problems.Add($"missing: line `{name}` of the manifest");
        }

        int seal = text.IndexOf("\nseal=", StringComparison.Ordinal);
        if (seal >= 0)
        {
            Compare("seal", SealedRules.HashOf(Encoding.UTF8.GetBytes(text[..(seal + 1)])), "its lines'");
        }
    }

    private void ReadLines(string text)
    {
        int at = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        while (at < text.Length && !lines.ContainsKey("seal"))
        {
            int end = text.IndexOf('\n', at);
            if (end < 0)
            {
                problems.Add("missing: the end of the manifest's last line");
                return;
            }

            ReadLine(text[at..end]);
            at = end + 1;
        }

        if (at < text.Length)
        {
            problems.Add($"extra: {text.Length - at} characters after the manifest");
        }
    }

    private void ReadLine(string line)
    {
        string[] parts = line.Split('=', 2);
        if (parts.Length < 2 || !SealedRules.Lines.Contains(parts[0]))
        {
            problems.Add($"extra: line `{Safe(parts[0])}` of the manifest");
        }
        else if (!lines.TryAdd(parts[0], parts[1]))
        {
            problems.Add($"extra: line `{parts[0]}` of the manifest a second time");
        }
    }

    private static string Safe(string text) => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? '?' : c));

    private void Compare(string name, string actual, string whose)
    {
        if (lines.TryGetValue(name, out string? said) && said != actual)
        {
            problems.Add($"different: `{name}` of the manifest is {Safe(said)}, {whose} is {Safe(actual)}");
        }
    }

    private void CheckVersions(RuleLoadOptions options)
    {
        if (lines.TryGetValue("contract", out string? contract) && contract != RuleContract.Current.ToString(CultureInfo.InvariantCulture))
        {
            problems.Add($"different: the rules need contract {Safe(contract)}, this runtime has {RuleContract.Current}");
        }

        if (options.SchemaHash is { } schema && lines.TryGetValue("schema", out string? said) && !string.Equals(schema, said, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"different: the schema's hash is {Safe(said)}, but {schema} is demanded");
        }
    }

    private void CheckInside(byte[] assembly)
    {
        (string? inner, IEnumerable<string> found) = AssemblyContent.Inspect(assembly);
        problems.AddRange(found);
        if (inner is null)
        {
            problems.Add("missing: the manifest inside the assembly");
            return;
        }

        string[] recorded = inner.Split('\n');
        foreach (string name in SealedRules.InnerLines)
        {
            string? line = Array.Find(recorded, l => l.StartsWith(name + "=", StringComparison.Ordinal));
            Compare(name, line?[(name.Length + 1)..] ?? "nothing", "inside the assembly it");
        }

        if (recorded.Length != SealedRules.InnerLines.Length)
        {
            problems.Add("different: the lines of the manifest inside the assembly");
        }
    }
}
