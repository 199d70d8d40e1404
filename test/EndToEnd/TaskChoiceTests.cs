using System.Reflection;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>The task that was not given: said with its evidence, or asked for where the data can be read in two ways.</summary>
public class TaskChoiceTests
{
    [Fact]
    public void Every_task_has_every_column_of_what_the_command_line_shows()
    {
        Assert.Equal(Enum.GetValues<TaskKind>(), TaskView.Rows.Select(row => row.Kind));
        foreach (var row in TaskView.Rows)
            Assert.All(typeof(TaskView).GetProperties().Where(property => !property.GetMethod!.IsStatic && !MayBeNull(property)),
                column => Assert.NotNull(column.GetValue(row)));

        // What a task may be without, and the reason why it is.
        static bool MayBeNull(PropertyInfo property) => new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
    }

    [Theory]
    [InlineData("train {0}", 2, "the folders 'images' (2 .jpg) and 'masks' (2 .jpg)",
        "For classes give --task classify (ClassifyRequest). For masks give --task segment (SegmentRequest)")]
    [InlineData("data inspect {0}", 2, "the folders 'images' (2 .jpg)", "--task classify")]
    [InlineData("data split {0} --out {0}/split.csv", 2, "the folders 'images' (2 .jpg)", "--task classify")]
    [InlineData("train {0} --task segment", 2, "No file in 'masks' has the name of an image in 'images'", "a file of class numbers")]
    [InlineData("data inspect {0} --task classify", 0, "", "next: graft train")]
    public async Task Images_beside_masks_that_cannot_be_read_are_not_learned_as_classes(string line, int exit, params string[] messages)
    {
        using var folder = new TestFolder();
        foreach (var (part, photos) in new[] { ("images", "fish"), ("masks", "tool") })
        {
            Directory.CreateDirectory(folder[part]);
            foreach (var photo in Directory.GetFiles(Repository.At("samples", "photos", photos)).Order().Take(2))
                File.Copy(photo, folder[$"{part}/{Path.GetFileName(photo)}"]);
        }
        var error = new StringWriter();
        Assert.Equal(exit, await CommandLine.Run([.. line.Split(' ').Select(word => string.Format(word, folder.Root))], new Terminal(TextWriter.Null, error)));
        Assert.All(messages, message => Assert.Contains(message, error.ToString()));
        if (exit != 0) Assert.DoesNotContain("Choose --task classify", error.ToString());
        Assert.Equal(["images", "masks"], Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Classification_is_said_with_its_evidence_as_other_tasks_are()
    {
        var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error);
        Assert.Equal(TaskKind.Classify, TaskChoice.Of(null, Repository.At("samples", "photos"), "efficientnet_lite0", terminal));
        Assert.Contains("task classify: There is a folder of images for each class: fish, monument, renewable_energy, tool. --task chooses another.",
            error.ToString());
    }

    [Fact]
    public async Task Instances_stay_instances_in_a_division()
    {
        using var folder = new TestFolder();
        var error = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["data", "split", Repository.At("samples", "scenes"), "--task", "instances", "--out", folder["split"]],
            new Terminal(TextWriter.Null, error)));
        Assert.Contains($"next: graft train {folder["split"]} --task instances", error.ToString());

        // Boxes alone are refused, as `graft data inspect` refuses them.
        Assert.Equal(0, await CommandLine.Run(["data", "convert", folder["split"], "--to", "voc", "--out", folder["voc"]],
            new Terminal(TextWriter.Null, TextWriter.Null)));
        Assert.Equal(2, await CommandLine.Run(["data", "split", folder["voc"], "--task", "instances", "--out", folder["again"]],
            new Terminal(TextWriter.Null, TextWriter.Null)));
        Assert.False(Directory.Exists(folder["again"]));
    }
}
