using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class VersionFileTests : TwoVersionTests
{
    [Fact]
    public void That_a_wanted_version_is_gone_at_the_start_is_said()
    {
        TinyModels.Classifier(Version(1), 1);
        var state = new ServingState(null);
        state.TrySet("photos", new WantedVersion("9", null));
        List<string?> said = [];
        using var name = new ServedName("photos", () => VersionFile.In(Folder["models/photos"]), TestService.Limits, state, _ => new FakeModel())
        {
            Doubted = (version, reason) => said.Add($"{version} {reason}"),
        };
        name.Poll(isFirst: true);
        Assert.Contains(said, line => line!.StartsWith("9 It is what was asked for") && line.Contains("version 1 answers"));
    }

    [Fact]
    public async Task A_pipe_among_the_versions_is_refused_and_keeps_nothing_waiting()
    {
        if (OperatingSystem.IsWindows()) return;
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start();
        using (var make = System.Diagnostics.Process.Start("mkfifo", Version(2))) await make.WaitForExitAsync();
        await Until(() => service.Service.Models.Find("photos")!.Versions().Any(one => one is { Version: "2", State: VersionState.Refused }));
        Assert.Equal("1", (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
        Assert.Contains("a pipe", (await Admin(service, "versions/2")).Problem(422, "version-refused").GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_model_of_another_task_takes_no_ones_place()
    {
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start();
        File.Move(TinyModels.Write("segment", Folder["other.onnx"]), Version(2));
        await Until(() => service.Service.Models.Find("photos")!.Versions().Any(one => one is { Version: "2", State: VersionState.Refused }));
        Assert.Equal("1", (await Ask(service, 1)).Header("Graft-Version"));
        Assert.Contains("'segment'", (await Admin(service, "versions/2?as=shadow")).Problem(422, "version-refused").GetProperty("detail").GetString());
    }
}
