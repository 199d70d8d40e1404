using System.Text;
using System.Text.Json;
using Graft.Faces;
using Graft.Imaging;
using Graft.Reports;

namespace Graft.Cli;

/// <summary>
/// A page on which groups of faces are given names, which it saves as the file that <see cref="PeopleFile"/> reads. It stands alone: nothing is loaded and
/// nothing is sent.
/// </summary>
internal static class GroupPage
{
    private const int Side = 112;
    private const double Margin = 1.5;

    private const string Style = """
        .faces { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 12px; }
        .faces label { width: 112px; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
        .faces img { display: block; width: 112px; height: 112px; border-radius: 8px; margin-bottom: 4px; }
        .faces label:has(input:not(:checked)) img { opacity: .3; }
        input.name { font: inherit; padding: 7px 10px; width: min(100%, 320px); border: 1px solid var(--line); border-radius: 8px;
          background: var(--page); color: inherit; }
        .save { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: 14px; align-items: center; }
        .save button { font: inherit; font-weight: 600; padding: 8px 18px; border: 0; border-radius: 8px;
          background: var(--accent); color: var(--card); cursor: pointer; }
        """;

    private const string Script = """
        const said = document.getElementById('said');
        const named = () => {
          const people = new Map();
          for (const group of document.querySelectorAll('section[data-group]')) {
            const name = group.querySelector('input.name').value.trim();
            const faces = [...group.querySelectorAll('input[type=checkbox]:checked')].map(face => JSON.parse(face.value));
            if (name && faces.length) people.set(name, [...(people.get(name) ?? []), ...faces]);
          }
          return [...people].map(([name, faces]) => ({ name, faces }));
        };
        const say = () => {
          const people = named(), faces = people.reduce((sum, person) => sum + person.faces.length, 0);
          said.textContent = `${people.length} ${people.length === 1 ? 'person' : 'people'} named, ${faces} ${faces === 1 ? 'face' : 'faces'}`;
        };
        document.addEventListener('input', say);
        say();
        document.getElementById('save').addEventListener('click', () => {
          const text = JSON.stringify({ format: 'graft-people', people: named() }, null, 1);
          const link = document.createElement('a');
          link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
          link.download = 'people.json';
          link.click();
        });
        """;

    /// <summary>Writes the page whole or not at all, for its owner alone to read: it shows faces.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faces">The faces of groups and those that are alone; those too poor to be recognised by are counted.</param>
    /// <param name="evidence">What a group rests on.</param>
    public static void Write(string path, IReadOnlyList<(ClusteredDto Face, ShownFace? Shown)> faces, string evidence)
    {
        var shown = faces.Where(face => face.Face.Reason is null).ToList();
        var below = faces.Count - shown.Count;
        var poor = below > 0 ? $" {Words.Count(below, "face is", "faces are")} too poor to be recognised by, and not shown." : "";
        var page = new HtmlPage();
        page.Add($"""
            <header><h1>Who is who?</h1><p class="soft">Give a group the name of its person, take faces that are of somebody else out of it, and save.
            Groups of one name are one person; a group without a name is left out.</p><p class="soft">{HeadSection.Capital(evidence)}.{poor}</p></header>
            """);
        foreach (var group in shown.Where(face => face.Face.Group is not null).GroupBy(face => face.Face.Group!.Value))
            Group(page, $"Group {group.Key}", [.. group]);
        foreach (var (at, face) in shown.Where(face => face.Face.Group is null).Index()) Group(page, $"Alone {at + 1}", [face]);
        page.Add($"""
            <section class="card save"><button id="save" type="button">Save people.json</button><span id="said"></span>
            <span class="soft">then <code>graft faces enroll GALLERY --from people.json</code></span></section>
            """);
        AtomicFile.WriteText(path, page.Finish("Who is who?", new(Style), new(Script)), isPrivate: true);
    }

    /// <summary>What the page shows of a face, taken from the photograph as it was analysed.</summary>
    public static ShownFace Shown(Photograph photograph, RgbImage image, IReadOnlyList<float> box) => new(new PageImage(Part(image, box)).Jpeg,
        JsonSerializer.Serialize(new NamedFaceDto(Path.GetFullPath(photograph.File), photograph.Hash, [.. box.Select(value => MathF.Round(value, 1))]),
            Json.Compact));

    private static void Group(HtmlPage page, string title, IReadOnlyList<(ClusteredDto Face, ShownFace? Shown)> faces)
    {
        page.Add($"<section class=\"card\" data-group><h2>{title} <small class=\"soft\">{Words.Count(faces.Count, "face")}</small></h2>");
        page.Add($"<input class=\"name\" type=\"text\" maxlength=\"200\" placeholder=\"name\" aria-label=\"Name of {title}\"><div class=\"faces\">");
        foreach (var (face, shown) in faces)
            page.Add($"""
                <label><img alt="" src="data:image/jpeg;base64,{Convert.ToBase64String(shown!.Jpeg)}"><input type="checkbox" checked value="{shown.Value}">
                {Path.GetFileName(face.Path)}</label>
                """);
        page.Add($"</div></section>");
    }

    private static RgbImage Part(RgbImage image, IReadOnlyList<float> box)
    {
        var side = Math.Max(1, (int)(Margin * Math.Max(box[2], box[3])));
        var (left, top) = ((int)(box[0] + (box[2] - side) / 2), (int)(box[1] + (box[3] - side) / 2));
        return ImagePlacement.Resize(ImagePlacement.Cut(image, new(left, top, side, side)), Side, Side);
    }

    private sealed record NamedFaceDto(string Image, string Sha256, IReadOnlyList<float> Box);
}

/// <summary>A face on the page.</summary>
/// <param name="Jpeg">The face and a little around it.</param>
/// <param name="Value">What is saved of it, as JSON.</param>
internal sealed record ShownFace(byte[] Jpeg, string Value);
