using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Tests.Host;

public sealed class TamperedFiles
{
    private static readonly byte[] File = Compile("segment Adult { age >= 18 }");
    private static readonly int Start = SealedRules.StartOf(File);

    [Fact]
    public void What_was_compiled_is_loaded()
    {
        RuleSet rules = RuleSet.Load(File, new RuleLoadOptions { Hash = SealedRules.HashOf(File) });

        Assert.Equal<string>(["Adult"], rules.Segments);
        Assert.Equal("Europe/Berlin", rules.Manifest.Zone);
        Assert.Equal(SealedRules.HashOf(rules.Schema.Encode()), rules.Manifest.Schema);
    }

    [Fact]
    public void The_same_rules_give_the_same_bytes() => Assert.Equal(File, Compile("segment Adult { age >= 18 }"));

    public static TheoryData<string, string> Cases => new()
    {
        { "nothing", "missing: the manifest" },
        { "no manifest", "missing: the manifest" },
        { "half an assembly", "different: what the file begins with is no whole assembly" },
        { "a byte after the end", "extra: 1 characters after the manifest" },
        { "a line after the end", "extra: 12 characters after the manifest" },
        { "bytes between", "extra: 4 bytes after the assembly" },
        { "a changed byte of code", "different: `assembly` of the manifest" },
        { "another assembly", "different: `assembly` of the manifest" },
        { "a changed line", "different: `seal` of the manifest" },
        { "a changed line, sealed anew", "different: `zone` of the manifest is Europe/Paris, inside the assembly it is Europe/Berlin" },
        { "other rules, sealed anew", "different: `rules` of the manifest" },
        { "a line that is missing", "missing: line `schema` of the manifest" },
        { "an unknown line", "extra: line `signed` of the manifest" },
        { "a line twice", "extra: line `zone` of the manifest a second time" },
        { "no seal", "missing: line `seal` of the manifest" },
        { "a newer contract", "different: the rules need contract 2, this runtime has 1" },
        { "another version of the manifest", "different: the manifest's version" },
        { "a manifest that is no text", "different: the manifest is no text" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_that_was_tampered_with_is_refused_and_told_why(string how, string why) => Refused(Tamper(how), why);

    [Theory]
    [InlineData("static string F() => System.IO.File.ReadAllText(\"x\");", "extra: a reference to type `System.IO.File`")]
    [InlineData("static void F() => System.Environment.Exit(1);", "extra: a reference to type `System.Environment`")]
    [InlineData("} public class More { [System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid();", "extra: a native method in the assembly")]
    [InlineData("} public class More {", "extra: type `More` in the assembly")]
    public void Code_that_no_rules_need_is_refused(string member, string why) => Refused(Foreign(member), why);

    [Fact]
    public void An_assembly_that_says_nothing_of_itself_is_refused() => Refused(Foreign("", record: false), "missing: the manifest inside the assembly");

    [Fact]
    public void A_program_with_another_schema_than_it_says_is_refused() => Refused(Foreign("", schema: true), "different: `schema` of the manifest");

    [Fact]
    public void A_pinned_hash_and_schema_must_be_those_of_the_file()
    {
        Refused(File, $"the file's hash is {SealedRules.HashOf(File)}, but 00ff is demanded", new RuleLoadOptions { Hash = "00ff" });
        Refused(File, "but 00ff is demanded", new RuleLoadOptions { SchemaHash = "00ff" });
    }

    [Fact]
    public void No_beginning_of_a_file_is_loaded()
    {
        for (int length = 0; length < File.Length; length += length < Start - 64 ? 61 : 1)
        {
            Refused(File[..length], "");
        }
    }

    [Fact]
    public void No_flipped_bit_gets_through()
    {
        for (int place = 0; place < File.Length; place += place < Start ? 53 : 1)
        {
            byte[] flipped = [.. File];
            flipped[place] ^= (byte)(1 << (place % 8));
            Refused(flipped, "");
        }
    }

    private static void Refused(byte[] file, string why, RuleLoadOptions? options = null)
    {
        RuleSetException refusal = Assert.Throws<RuleSetException>(() => RuleSet.Load(file, options));
        Assert.Contains(why, string.Join('\n', refusal.Problems), StringComparison.Ordinal);
    }

    private static byte[] Tamper(string how) => how switch
    {
        "nothing" => [],
        "no manifest" => File[..Start],
        "half an assembly" => [.. File[..(Start / 2)], .. File[Start..]],
        "a byte after the end" => [.. File, 10],
        "a line after the end" => [.. File, .. "signed=true\n"u8],
        "bytes between" => SealedRules.Seal([.. File[..Start], 1, 2, 3, 4], Inner()),
        "a changed byte of code" => [.. File[..600], (byte)(File[600] ^ 1), .. File[601..]],
        "another assembly" => [.. Compile("segment Adult { age >= 21 }")[..Start], .. File[Start..]],
        "a changed line" => Edit(t => t.Replace("zone=Europe/Berlin", "zone=Europe/Paris", StringComparison.Ordinal), seals: false),
        "a changed line, sealed anew" => Edit(t => t.Replace("zone=Europe/Berlin", "zone=Europe/Paris", StringComparison.Ordinal)),
        "other rules, sealed anew" => Edit(t => Line(t, "rules", _ => "rules=00\n")),
        "a line that is missing" => Edit(t => Line(t, "schema", _ => "")),
        "an unknown line" => Edit(t => t + "signed=true\n"),
        "a line twice" => Edit(t => Line(t, "zone", l => l + l)),
        "no seal" => Edit(t => t, seals: null),
        "a newer contract" => Edit(t => Line(t, "contract", _ => "contract=2\n")),
        "another version of the manifest" => Edit(t => t.Replace("manifest 1", "manifest 2", StringComparison.Ordinal)),
        "a manifest that is no text" => [.. File[..^10], 0xFF, .. File[^9..]],
        _ => throw new ArgumentException(how, nameof(how)),
    };

    private static string Manifest() => Encoding.UTF8.GetString(File.AsSpan(Start + 1));

    private static string Inner() => string.Join('\n', Manifest().Split('\n').Where(l => SealedRules.InnerLines.Contains(l.Split('=')[0])));

    private static string Line(string text, string name, Func<string, string> edit)
    {
        int from = text.IndexOf($"\n{name}=", StringComparison.Ordinal) + 1;
        int end = text.IndexOf('\n', from) + 1;
        return text[..from] + edit(text[from..end]) + text[end..];
    }

    // Seals anew, leaves the old seal, or leaves it out.
    private static byte[] Edit(Func<string, string> edit, bool? seals = true)
    {
        string all = Manifest();
        int seal = all.IndexOf("seal=", StringComparison.Ordinal);
        string text = edit(all[..seal]);
        string last = seals switch { true => $"seal={SealedRules.HashOf(Encoding.UTF8.GetBytes(text))}\n", false => all[seal..], null => "" };
        return [.. File[..(Start + 1)], .. Encoding.UTF8.GetBytes(text + last)];
    }

    private static byte[] Compile(string rules) => RuleCompiler.Compile(BindRules(rules), [], RuleUse.Batch).Assembly;

    private static SegLang.Binding.BoundRuleSet BindRules(string rules)
    {
        Compilation compilation = Compilation.Create([new SourceText("a.seg", $$"""ruleset Shop { timezone "Europe/Berlin" } profile Customer { id: text key  age: int? } {{rules}}""")]);
        return compilation.Rules ?? throw new InvalidOperationException(compilation.Diagnostics[0].Message);
    }

    // What somebody else has compiled, with a whole manifest.
    private static byte[] Foreign(string member, bool record = true, bool schema = false)
    {
        string source = RuleCompiler.Source(BindRules("segment Adult { age >= 18 }"), [], RuleUse.Batch);
        string inner = Manifest().Split('\n').Where(l => SealedRules.InnerLines.Contains(l.Split('=')[0])).Aggregate((a, b) => $"{a}\n{b}");
        if (schema)
        {
            string other = inner.Replace($"schema={RuleSet.Load(File).Manifest.Schema}", "schema=00", StringComparison.Ordinal);
            source = source.Replace(Escaped(inner), Escaped(other), StringComparison.Ordinal);
            inner = other;
        }

        string end = source.TrimEnd();
        source = string.Concat(end.AsSpan(0, end.Length - 1), member, "}");
        string attribute = record ? $"[assembly: System.Reflection.AssemblyMetadata(\"SegLang.Manifest\", \"{Escaped(inner)}\")]" : "";
        ImmutableArray<MetadataReference> references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.Immutable.dll" or "SegLang.Runtime.dll")
                .Select(p => MetadataReference.CreateFromFile(p)),
        ];
        using MemoryStream stream = new();
        var result = CSharpCompilation.Create("Foreign", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(attribute)], references, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary)).Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
        return SealedRules.Seal(stream.ToArray(), inner);
    }

    private static string Escaped(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '/' or ':' or '+' or '=' ? c.ToString() : $"\\u{(int)c:X4}"));
}
