using Graft.Mpi;
using Graft.Training;

namespace Graft.Tests.Ranks;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4;OMPI_COMM_WORLD_RANK=3;PMIX_RANK=3", "OMPI_COMM_WORLD_SIZE", 4, 3)]
    [InlineData("PMI_SIZE=2;PMI_RANK=1", "PMI_SIZE", 2, 1)]
    [InlineData("PMIX_RANK=0;SLURM_NTASKS=8", "PMIX_RANK", null, 0)]
    public void The_launcher_is_told_by_its_variables(string variables, string told, int? size, int rank)
    {
        var launcher = Of(variables)!;
        Assert.Equal((told, size, rank), (launcher.Variable, launcher.Size, launcher.Rank));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_NTASKS=8;SLURM_PROCID=1")] // of a job that started no MPI
    [InlineData("OMPI_COMM_WORLD_SIZE=many")]
    public void Without_them_there_is_none(string variables) => Assert.Null(Of(variables));

    [Fact]
    public void The_user_may_name_the_library() => Assert.Equal(["/opt/libmpi.so"], Of("PMI_SIZE=2;PMI_RANK=0;GRAFT_MPI=/opt/libmpi.so")!.Libraries);

    [Fact]
    public void Without_a_launcher_a_request_is_one_process_and_nothing_of_MPI_is_loaded()
    {
        Assert.SkipUnless(MpiLauncher.Current is null, "These tests were started by a launcher of MPI.");
        Assert.Same(OneProcess.Instance, RunRanks.Of(new ClassifyRequest("photos") { Ranks = 0 }));
        Assert.Same(OneProcess.Instance, RunRanks.Of(new ClassifyRequest("photos")));
        var refusal = Assert.Throws<GraftException>(() => RunRanks.Of(new ClassifyRequest("photos") { Ranks = 2 }));
        Assert.Contains("mpirun -np 2", refusal.Cure);
        if (OperatingSystem.IsLinux()) Assert.DoesNotContain("libmpi", File.ReadAllText("/proc/self/maps"));
    }

    [Fact]
    public void Networks_are_compared_by_one_process() =>
        Assert.Contains("one process", Assert.Throws<ProblemsException>(() => new ClassifyRequest("photos") { Model = "auto", Ranks = 0 }.Validate()).Message);

    [Fact]
    public void Networks_of_8_bits_are_trained_by_one_process()
    {
        foreach (var request in new[] { new ClassifyRequest("photos") { Strategy = Strategy.Full, QuantisationAware = true },
            new ClassifyRequest("photos") { Strategy = Strategy.Probe, Precision = Precision.Int8 } })
        {
            request.Validate();
            Assert.Contains("one process", Assert.Throws<ProblemsException>((request with { Ranks = 2 }).Validate).Message);
        }
    }

    [Fact]
    public void A_rate_for_so_many_images_grows_with_the_images_of_a_step()
    {
        var request = new ClassifyRequest("photos") { Strategy = Strategy.Full, LearningRate = 0.1, Batch = 64, Accumulate = 2 };
        var graph = Graft.Networks.ModelCatalogue.Build("resnet_tiny", 3);
        Assert.Equal(0.1, request.PlanFor(graph).Phases[0].LearningRate);
        Assert.Equal(0.05, (request with { LearningRatePer = 256 }).PlanFor(graph).Phases[0].LearningRate, 12);
    }

    private static MpiLauncher? Of(string variables)
    {
        var table = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return MpiLauncher.Of(table.GetValueOrDefault);
    }
}
