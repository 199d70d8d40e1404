using System.CommandLine;
using Graft.Faces;

namespace Graft.Cli;

/// <summary><c>graft faces audit GALLERY</c>: what is wrong in it.</summary>
internal sealed class FaceAuditVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly Option<bool> _json = CommonOptions.Json();

    public FaceAuditVerb(Terminal terminal)
        : base(terminal, "audit",
            "Look for odd photographs, two names for one person, one photograph under two names, who has expired, and changes to rows or to the log.",
            "graft faces audit staff.faces")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var gallery = _gallery.Open(parsed);
        var problems = GalleryAudit.Run(gallery, DateTimeOffset.Now);
        var lines = gallery.Log();
        if (parsed.GetValue(_json))
            terminal.WriteJson(new AuditDto(gallery.Path, gallery.PersonCount, gallery.ThresholdEvidence, problems,
                [.. lines.Select(line => new AuditLineDto(DateTimeOffset.FromUnixTimeMilliseconds(line.At), line.Action, line.Person, line.Detail))]));
        else
        {
            foreach (var problem in problems.OrderBy(problem => problem.IsWarning)) terminal.Results.WriteLine(problem.ToString());
            terminal.Results.WriteLine($"{gallery.Path}: {Words.Count(gallery.PersonCount, "person")}, {Words.Count(gallery.SampleCount, "photograph")}, "
                + $"{Words.Count(problems.Count, "finding")}; the log of {Words.Count(lines.Count, "line")} is whole");
        }
        return Task.FromResult(problems.Any(problem => !problem.IsWarning) ? ExitCode.BadInput : ExitCode.Done);
    }
}

/// <summary><c>graft faces audit</c>.</summary>
internal sealed record AuditDto(string Gallery, int Persons, string Evidence, IReadOnlyList<Problem> Findings, IReadOnlyList<AuditLineDto> Log);

/// <summary>A line of the log.</summary>
internal sealed record AuditLineDto(DateTimeOffset At, string Action, string Person, string Detail);
