using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Fixtures;

/// <summary>Runs every program under this folder: those of `Syntax` are parsed, the others bound too, those of `Analysis` analysed.</summary>
public sealed class Fixtures
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "SegLang.Tests", "Fixtures");

    [Theory]
    [MemberData(nameof(All))]
    public void The_drawn_diagnostics_are_those_found(string file, string name)
    {
        string path = Path.Combine(Folder, file);
        Dictionary<string, string> programs = Fixture.Programs(path).ToDictionary(p => p.Name, p => p.Text);
        SourceText source = new(Path.GetFileName(file), Fixture.Strip(programs[name]));
        string drawn = Fixture.Draw(source, Diagnose(file, source, programs.GetValueOrDefault("prelude")));
        if (Fixture.Rewrites)
        {
            Fixture.Rewrite(path, name, drawn);
        }

        Assert.Equal(programs[name], drawn);
    }

    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string path in Directory.EnumerateFiles(Folder, "*.seg", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string file = Path.GetRelativePath(Folder, path).Replace('\\', '/');
                foreach ((string name, string text) in Fixture.Programs(path))
                {
                    if (name != "prelude" && text.Trim().Length > 0)
                    {
                        data.Add(file, name);
                    }
                }
            }

            return data;
        }
    }

    private static ImmutableArray<Diagnostic> Diagnose(string file, SourceText source, string? prelude)
    {
        if (file.StartsWith("Syntax/", StringComparison.Ordinal))
        {
            return SyntaxTree.Parse(source).Diagnostics;
        }

        Compilation compilation = prelude is null
            ? Compilation.Create([source])
            : Compilation.Create([new("prelude.seg", prelude), source]);
        Assert.Empty(compilation.Diagnostics.Where(d => d.Source != source).Select(d => d.Message));
        return file.StartsWith("Analysis/", StringComparison.Ordinal) ? compilation.Analyze() : compilation.Diagnostics;
    }
}
